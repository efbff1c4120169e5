// Polling the simulated FreshBooks while its clock is driven by the test.

import { afterEach, beforeEach, expect, test } from "vitest";
import type { CallContext } from "../../../connector-kit/operation.ts";
import type { JsonObject } from "../../../core/json.ts";
import { createClient } from "../operations/create-client.ts";
import { createInvoice } from "../operations/create-invoice.ts";
import { updateClient } from "../operations/update-client.ts";
import { connectToSandbox, type SandboxConnection } from "../sandbox-connection.fixture.ts";
import { clients } from "../wire/client.ts";
import type { InvoiceDraft } from "../wire/invoice.ts";
import { changedRecordsPoll } from "./changed-records.poll.ts";

let sandbox: SandboxConnection;
let now: Date;
let context: CallContext;
let cursor: JsonObject | null;

const poll = changedRecordsPoll({ resource: clients, entity: "customer" });

beforeEach(async () => {
  now = new Date("2026-06-29T16:00:00Z");
  cursor = null;
  sandbox = await connectToSandbox({ clock: { now: () => now }, tokenLifetimeSeconds: 10_000_000 });
  context = { ...sandbox.context, clock: { ...sandbox.context.clock, now: () => now } };
});
afterEach(() => sandbox.close());

async function changes(): Promise<string[]> {
  const page = await poll.poll(cursor, context);
  expect(page.hasMore).toBe(false);
  cursor = page.cursor;
  return page.events.map(({ type, entityId }) => `${type} ${entityId}`);
}

async function addClient(name: string): Promise<string> {
  const suffix = name.toUpperCase().padEnd(12, "0");
  const draft = { organization: name, note: `Ref LL-${suffix}` };
  return String((await createClient.run(draft, sandbox.context)).id);
}

async function rename(id: string): Promise<void> {
  await updateClient.run({ id, draft: { organization: "Renamed" } }, sandbox.context);
}

test("the first poll tells what changed since yesterday, later ones what is new", async () => {
  const alpha = await addClient("Alpha");
  expect(await changes()).toEqual([`customer.updated ${alpha}`]);
  expect(await changes()).toEqual([]);
  const beta = await addClient("Beta");
  expect(await changes()).toEqual([`customer.created ${beta}`]);
});

test("quirk 25: a change on a day that was polled before is found, once", async () => {
  const alpha = await addClient("Alpha");
  await changes();
  now = new Date("2026-06-29T17:00:00Z");
  await rename(alpha);
  expect(await changes()).toEqual([`customer.updated ${alpha}`]);
  expect(await changes()).toEqual([]);
});

test("quirk 25: changes around Eastern midnight and after days of silence are found", async () => {
  const alpha = await addClient("Alpha");
  await changes();
  now = new Date("2026-06-30T03:59:50Z");
  await rename(alpha);
  now = new Date("2026-06-30T04:00:10Z");
  const beta = await addClient("Beta");
  expect((await changes()).sort()).toEqual([
    `customer.created ${beta}`,
    `customer.updated ${alpha}`,
  ]);
  now = new Date("2026-07-20T12:00:00Z");
  await rename(beta);
  expect(await changes()).toEqual([`customer.updated ${beta}`]);
});

test("quirk 6: a deletion is found by a sweep of its own", async () => {
  const alpha = await addClient("Alpha");
  await changes();
  await sandbox.context.http.send({
    method: "PUT",
    path: `/accounting/account/${sandbox.credentials["accountId"]}/users/clients/${alpha}`,
    json: { client: { vis_state: 1 } },
    effect: "update",
  });
  expect(await changes()).toEqual([`customer.deleted ${alpha}`]);
  expect(await changes()).toEqual([]);
});

test("on an account that has been quiet, an old client that changes is not taken for a new one", async () => {
  const alpha = await addClient("Alpha");
  now = new Date("2026-08-01T12:00:00Z");
  expect(await changes()).toEqual([]);
  await rename(alpha);
  expect(await changes()).toEqual([`customer.updated ${alpha}`]);
});

test("quirk 26: an invoice for a client looks like a change of the client", async () => {
  const alpha = await addClient("Alpha");
  await changes();
  now = new Date("2026-06-29T16:05:00Z");
  const invoice: InvoiceDraft = {
    customerid: alpha,
    create_date: "2026-06-29",
    invoice_number: "K-1",
    currency_code: "USD",
    notes: "Ref LL-NNNNNNNNNNNN",
    lines: [],
  };
  await createInvoice.run(invoice, sandbox.context);
  expect(await changes()).toEqual([`customer.updated ${alpha}`]);
});

test("an event says when it happened and is the same when polled again", async () => {
  await addClient("Alpha");
  const [first, second] = [await poll.poll(null, context), await poll.poll(null, context)];
  expect(first.events[0]?.time).toBe("2026-06-29T16:00:00.000Z");
  expect(first.events[0]?.dedupeKey).toBe(second.events[0]?.dedupeKey);
});
