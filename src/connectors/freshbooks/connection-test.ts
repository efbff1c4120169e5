// Proves that a connection can do its work: signed in, the right role, and each kind of record readable
// and writable. Changes nothing.

import type { ConnectionFinding } from "../../connector-kit/connector.ts";
import type { CallContext } from "../../connector-kit/operation.ts";
import { ensureError } from "../../core/errors.ts";
import { readIdentity, roleOn } from "./identity.ts";
import { readPage } from "./paging.ts";
import { changeRecord, pathOf, type Resource } from "./resource.ts";
import { accountIdOf } from "./settings.ts";
import { clients } from "./wire/client.ts";
import type { Identity } from "./wire/identity.ts";
import { invoices } from "./wire/invoice.ts";
import { items } from "./wire/item.ts";
import { payments } from "./wire/payment.ts";
import { taxes } from "./wire/tax.ts";

/** No record has this id, so a permitted write ends in "not found". */
const nobodysId = "0";

function failed(check: string, thrown: unknown): ConnectionFinding {
  const { message, hint } = ensureError(thrown);
  return { check, ok: false, detail: `${message} ${hint}` };
}

async function proveReading(
  context: CallContext,
  resource: Resource<unknown>,
): Promise<ConnectionFinding> {
  const check = `Read ${resource.plural}`;
  try {
    const list = { path: pathOf(context, resource), plural: resource.plural, query: [], page: 1 };
    const { total } = await readPage(context, list);
    return { check, ok: true, detail: `${total} found.` };
  } catch (thrown) {
    return failed(check, thrown);
  }
}

/** Permission is checked before the record is looked for, so a missing record proves it. */
async function proveWriting(
  context: CallContext,
  resource: Resource<unknown>,
): Promise<ConnectionFinding> {
  const check = `Write ${resource.plural}`;
  try {
    await changeRecord(context, resource, { id: nobodysId, body: {} });
    return { check, ok: false, detail: "A write to a record that does not exist was accepted." };
  } catch (thrown) {
    const isPermitted = ensureError(thrown).code === "RECORD_NOT_FOUND";
    return isPermitted ? { check, ok: true, detail: "Permitted." } : failed(check, thrown);
  }
}

function roleFinding(context: CallContext, identity: Identity): ConnectionFinding {
  const check = "Role on the account";
  try {
    const accountId = accountIdOf(context);
    const role = roleOn(identity, accountId);
    const detail =
      role === null
        ? `The user has no role on account ${accountId}.`
        : `The user is ${role} of account ${accountId}.`;
    return { check, ok: role !== null && role !== "client", detail };
  } catch (thrown) {
    return failed(check, thrown);
  }
}

/** What works and what does not; a failed sign-in or role ends the test early. */
export async function testConnection(context: CallContext): Promise<ConnectionFinding[]> {
  let identity: Identity;
  try {
    identity = await readIdentity(context);
  } catch (thrown) {
    return [failed("Sign-in", thrown)];
  }
  const signedIn = { check: "Sign-in", ok: true, detail: `Signed in as ${identity.email ?? "?"}.` };
  const role = roleFinding(context, identity);
  if (!role.ok) return [signedIn, role];
  const records = [clients, invoices, payments, items];
  const reading = await Promise.all(
    [...records, taxes].map((resource) => proveReading(context, resource)),
  );
  const writing = await Promise.all(records.map((resource) => proveWriting(context, resource)));
  return [signedIn, role, ...reading, ...writing];
}
