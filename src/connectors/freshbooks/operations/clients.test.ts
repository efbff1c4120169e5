// Clients against the simulated FreshBooks.

import { afterEach, beforeEach, expect, test } from "vitest";
import { connectToSandbox, type SandboxConnection } from "../sandbox-connection.fixture.ts";
import type { ClientDraft } from "../wire/client.ts";
import { createClient } from "./create-client.ts";
import { findClientsByEmail } from "./find-clients-by-email.ts";
import { findClientsByReference } from "./find-clients-by-reference.ts";
import { readClient } from "./read-client.ts";
import { updateClient } from "./update-client.ts";

let sandbox: SandboxConnection;

beforeEach(async () => {
  sandbox = await connectToSandbox();
});
afterEach(() => sandbox.close());

const reference = "LL-7Q2MZK4R9XW3";
const ann: ClientDraft = { fname: "Ann", email: "ann@example.com", note: `Ref ${reference}` };

const create = (draft: ClientDraft) => createClient.run(draft, sandbox.context);
const byReference = (draft: ClientDraft) =>
  findClientsByReference.run({ reference, draft }, sandbox.context);
const byEmail = (draft: ClientDraft) => findClientsByEmail.run(draft, sandbox.context);

async function deleteInFreshbooks(id: string | number): Promise<void> {
  await sandbox.context.http.send({
    method: "PUT",
    path: `/accounting/account/${sandbox.credentials["accountId"]}/users/clients/${id}`,
    json: { client: { vis_state: 1 } },
    effect: "update",
  });
}

test("quirks 3 and 4: a created client is read back as it was sent", async () => {
  const created = await create({ ...ann, p_country: "United States", organization: "Lee Dental" });
  const read = await readClient.run({ id: String(created.id) }, sandbox.context);
  expect(read).toMatchObject({ fname: "Ann", p_country: "United States", note: ann.note });
});

test("a client without our reference is not created", async () => {
  await expect(create({ fname: "Ann" })).rejects.toMatchObject({ code: "MESSAGE_INVALID" });
  expect((await sandbox.ledger()).clients).toEqual([]);
});

test("quirk 13: a misspelt field is refused here, since FreshBooks would drop it unnoticed", async () => {
  const misspelt = { ...ann, firstName: "Ann" };
  const answer = await sandbox.context.http.send({
    method: "POST",
    path: `/accounting/account/${sandbox.credentials["accountId"]}/users/clients`,
    json: { client: misspelt },
    effect: "create",
  });
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain("firstName");
  expect(createClient.input.safeParse(ann).success).toBe(true);
  expect(createClient.input.safeParse(misspelt).success).toBe(false);
});

test("a create whose answer is lost is found by its reference", async () => {
  await sandbox.failNext("commit-then-drop", "POST", "/users/clients");
  await expect(create(ann)).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
  expect(await byReference(ann)).toHaveLength(1);
  expect(await byReference({ ...ann, note: "" })).toHaveLength(1);
});

test("a create that never arrived is not found", async () => {
  await sandbox.failNext("reset", "POST", "/users/clients");
  await expect(create(ann)).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
  expect(await byReference(ann)).toEqual([]);
});

test("quirk 6: a client that a person deleted meanwhile is still found by its reference", async () => {
  const { id } = await create(ann);
  await deleteInFreshbooks(id);
  expect(await byReference(ann)).toMatchObject([{ id, vis_state: 1 }]);
  expect(await byEmail(ann)).toEqual([]);
});

test("quirk 9: a lookup without e-mail compares every client, also beyond the first page", async () => {
  const nameless: ClientDraft = { organization: "Lee Dental", note: `Ref ${reference}` };
  await create(nameless);
  for (let number = 0; number < 105; number += 1) {
    const suffix = String(number).padStart(12, "0");
    await create({ organization: `Company ${number}`, note: `Ref LL-${suffix}` });
  }
  expect(await byReference(nameless)).toMatchObject([{ organization: "Lee Dental" }]);
});

test("quirk 15: clients of one e-mail are told apart by their organization", async () => {
  const agency = (organization: string, note: string): ClientDraft => ({
    email: "ap@agency.example",
    organization,
    note,
  });
  await create(agency("Alpha", "Ref LL-AAAAAAAAAAAA"));
  await create(agency("Beta", "Ref LL-BBBBBBBBBBBB"));
  expect(await byEmail({ email: "AP@agency.example ", organization: "beta" })).toMatchObject([
    { organization: "Beta" },
  ]);
  expect(await byEmail({ email: "ap@agency.example", organization: "Gamma" })).toEqual([]);
  expect(await byEmail({ email: "ap@agency.example" })).toHaveLength(2);
  expect(await byEmail({ email: "p@agency.example" })).toEqual([]);
});

test("quirk 15: a client made from an e-mail alone is found without an organization", async () => {
  await create({ email: "ann@example.com", note: `Ref ${reference}` });
  await create({ email: "ann@example.com", organization: "Lee", note: "Ref LL-AAAAAAAAAAAA" });
  expect(await byEmail({ email: "ann@example.com" })).toMatchObject([
    { organization: "ann@example.com" },
  ]);
});

test("an update leaves the note alone and refuses a deleted client", async () => {
  const { id } = await create(ann);
  const change = { id: String(id), draft: { ...ann, fname: "Anna", note: "other" } };
  const changed = await updateClient.run(change, sandbox.context);
  expect(changed).toMatchObject({ fname: "Anna", note: ann.note });
  await deleteInFreshbooks(id);
  await expect(updateClient.run(change, sandbox.context)).rejects.toMatchObject({
    code: "RECORD_NOT_FOUND",
  });
});

test("a client that does not exist is said to be missing", async () => {
  await expect(readClient.run({ id: "999" }, sandbox.context)).rejects.toMatchObject({
    code: "RECORD_NOT_FOUND",
    message: expect.stringContaining("Client not found."),
  });
});

test.each(["A1", "A2"] as const)(
  "quirk 1: errors are understood in the envelope %s",
  async (envelope) => {
    await sandbox.close();
    sandbox = await connectToSandbox(
      { errorEnvelope: envelope },
      { settings: { apiVersion: envelope === "A1" ? "alpha" : "account-default" } },
    );
    await expect(readClient.run({ id: "999" }, sandbox.context)).rejects.toMatchObject({
      code: "RECORD_NOT_FOUND",
      details: { problems: [{ errno: 1012 }] },
    });
  },
);

test.each([
  ["too-many-requests", "RATE_LIMITED"],
  ["html-502", "OUTCOME_UNKNOWN"],
  ["server-error", "OUTCOME_UNKNOWN"],
  ["server-error-after-commit", "OUTCOME_UNKNOWN"],
  ["truncated-body", "OUTCOME_UNKNOWN"],
  ["empty-body", "OUTCOME_UNKNOWN"],
  ["unauthorized", "NOT_AUTHENTICATED"],
])("a create that meets %s is %s", async (kind, code) => {
  await sandbox.failNext(kind, "POST", "/users/clients");
  await expect(create(ann)).rejects.toMatchObject({ code });
});

test.each([
  ["html-502", "SERVICE_UNAVAILABLE"],
  ["truncated-body", "UNREADABLE_ANSWER"],
  ["reset", "NETWORK_UNREACHABLE"],
])("a lookup that meets %s fails with %s rather than finding nothing", async (kind, code) => {
  await sandbox.failNext(kind, "GET", "/users/clients");
  await expect(byReference(ann)).rejects.toMatchObject({ code });
});
