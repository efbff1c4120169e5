// What a user configures, kept in the database: connections, flows, mappings, lookup tables.

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { systemRandom } from "../core/ids.ts";
import {
  type Connection,
  createConnection,
  findConnection,
  listConnections,
  removeConnection,
  setConnectionStatus,
  updateConnection,
} from "./connections.ts";
import {
  createFlow,
  findFlow,
  listFlows,
  removeFlow,
  setFlowEnabled,
  updateFlow,
} from "./flows.ts";
import { ensureInstallation } from "./installation.ts";
import {
  addMissingLookupRows,
  findLookupTable,
  listLookupTables,
  readAllLookups,
  removeLookupRow,
  saveLookupTable,
  setLookupRow,
} from "./lookup-tables.ts";
import { findMapping, removeMapping, saveMapping } from "./mappings.ts";
import {
  listWebhookRegistrations,
  markWebhookVerified,
  removeWebhookRegistration,
  saveWebhookRegistration,
} from "./webhook-registrations.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function addConnection(name: string): Promise<Connection> {
  return createConnection(database.db, {
    id: randomUUID(),
    name,
    title: "Main store",
    connector: "kentico",
    settings: { baseUrl: "https://shop.example" },
    hookToken: `token-of-${name}`,
  });
}

test("a connection is found by its name and by its id", async () => {
  const added = await addConnection("main-store");
  expect(added).toMatchObject({
    status: "active",
    status_reason: null,
    settings: { baseUrl: "https://shop.example" },
    limits: {},
  });
  expect(await findConnection(database.db, "main-store")).toEqual(added);
  expect(await findConnection(database.db, added.id)).toEqual(added);
});

test("a second connection with the same name is refused by that name", async () => {
  await addConnection("books");
  await expect(addConnection("books")).rejects.toMatchObject({
    code: "ALREADY_EXISTS",
    message: 'There is already a connection "books".',
  });
});

test.each(["", "Main Store", "-store", "store-", "a--b", "x".repeat(64), "kentico_1"])(
  "%j cannot be used as a name",
  async (name) => {
    await expect(addConnection(name)).rejects.toMatchObject({ code: "REQUEST_INVALID" });
  },
);

test("a name that looks like an id is refused, since it could be mistaken for one", async () => {
  const name = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  await expect(addConnection(name)).rejects.toMatchObject({ code: "REQUEST_INVALID" });
});

test("a changed connection keeps what was not changed", async () => {
  const added = await addConnection("changing");
  const changed = await updateConnection(database.db, "changing", {
    title: "Outlet",
    limits: { perSecond: 2 },
  });
  expect(changed).toMatchObject({
    name: "changing",
    title: "Outlet",
    settings: added.settings,
    limits: { perSecond: 2 },
  });
  expect(changed.updated_at.getTime()).toBeGreaterThan(added.updated_at.getTime());
});

test("a connection cannot take the name of another", async () => {
  await addConnection("first-name");
  await addConnection("second-name");
  await expect(
    updateConnection(database.db, "second-name", { name: "first-name" }),
  ).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
});

test("of several workers that pause a connection, one is told that it did", async () => {
  const { id } = await addConnection("refused");
  const results = await Promise.all(
    [1, 2, 3].map(() => setConnectionStatus(database.db, id, "needs-reauth", "Token refused.")),
  );
  expect(results.filter(Boolean)).toHaveLength(1);
  expect(await findConnection(database.db, id)).toMatchObject({
    status: "needs-reauth",
    status_reason: "Token refused.",
  });
});

test("a removed connection is gone with its webhooks and its own mappings", async () => {
  const { id } = await addConnection("leaving");
  await saveMapping(database.db, { name: "kentico-order", connectionId: id }, { fields: {} });
  const key = { connectionId: id, callbackId: "17" };
  await saveWebhookRegistration(database.db, key, {
    event: "invoice.create",
    verified: true,
    secretId: null,
  });
  await removeConnection(database.db, "leaving");
  await expect(findConnection(database.db, "leaving")).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await listWebhookRegistrations(database.db, id)).toEqual([]);
  const names = (await listConnections(database.db)).map((connection) => connection.name);
  expect(names).not.toContain("leaving");
  expect(names).toEqual([...names].sort());
});

const content = {
  title: "Order to invoice",
  document: { steps: [] },
  params: { dueDays: 30 },
  roles: { books: ["freshbooks"] },
};

test("a flow is changed on the version it was read in, and refused on an older one", async () => {
  const flow = await createFlow(database.db, {
    id: "order-to-invoice",
    enabled: false,
    ...content,
  });
  expect(flow).toMatchObject({ version: 1, enabled: false, ...content });
  const saved = await updateFlow(database.db, flow, { ...content, title: "Orders" });
  expect(saved).toMatchObject({ version: 2, title: "Orders" });
  await expect(updateFlow(database.db, flow, content)).rejects.toMatchObject({
    code: "RECORD_BUSY",
    message: expect.stringContaining("version 2"),
  });
  expect(await findFlow(database.db, "order-to-invoice")).toEqual(saved);
});

test("turning a flow on does not count as a new version", async () => {
  await createFlow(database.db, { id: "stock-sync", enabled: false, ...content });
  const enabled = await setFlowEnabled(database.db, "stock-sync", true);
  expect(enabled).toMatchObject({ enabled: true, version: 1 });
});

test("a flow that does not exist is named in the error", async () => {
  const missing = { code: "NOT_FOUND", message: 'There is no flow "nothing".' };
  await expect(findFlow(database.db, "nothing")).rejects.toMatchObject(missing);
  await expect(removeFlow(database.db, "nothing")).rejects.toMatchObject(missing);
  await expect(setFlowEnabled(database.db, "nothing", true)).rejects.toMatchObject(missing);
  await expect(
    updateFlow(database.db, { id: "nothing", version: 1 }, content),
  ).rejects.toMatchObject(missing);
});

test("a flow id is taken once, and free again after removal", async () => {
  const flow = { id: "refunds", enabled: true, ...content };
  await createFlow(database.db, flow);
  await expect(createFlow(database.db, flow)).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  await removeFlow(database.db, "refunds");
  await createFlow(database.db, flow);
  expect((await listFlows(database.db)).map(({ id }) => id)).toContain("refunds");
});

test("a connection's own mapping goes before the one for all connections", async () => {
  const { id: connectionId } = await addConnection("with-own-mapping");
  const name = "kentico-customer";
  await saveMapping(database.db, { name, connectionId: null }, { for: "all" });
  await saveMapping(database.db, { name, connectionId }, { for: "one" });
  const inForce = async (id: string | null) =>
    (await findMapping(database.db, { name, connectionId: id }))?.document;
  expect(await inForce(connectionId)).toEqual({ for: "one" });
  expect(await inForce(randomUUID())).toEqual({ for: "all" });
  expect(await inForce(null)).toEqual({ for: "all" });
  await removeMapping(database.db, { name, connectionId });
  expect(await inForce(connectionId)).toEqual({ for: "all" });
  await removeMapping(database.db, { name, connectionId: null });
  expect(await inForce(connectionId)).toBeUndefined();
  await expect(removeMapping(database.db, { name, connectionId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a mapping saved again has the next version", async () => {
  const key = { name: "kentico-item", connectionId: null };
  expect((await saveMapping(database.db, key, { a: 1 })).version).toBe(1);
  const again = await saveMapping(database.db, key, { a: 2 });
  expect(again).toMatchObject({ version: 2, document: { a: 2 } });
  expect(await findMapping(database.db, key)).toEqual(again);
});

test("a lookup table is replaced as a whole and changed row by row", async () => {
  const name = "order-status";
  const { db } = database;
  await saveLookupTable(db, { name, title: "Order status", rows: { 1: "new", 2: "paid" } });
  await saveLookupTable(db, { name, title: "Status", rows: { 2: "paid", 3: { id: 3 } } });
  expect(await findLookupTable(db, name)).toEqual({
    name,
    title: "Status",
    rows: { 2: "paid", 3: { id: 3 } },
  });
  await setLookupRow(db, { table: name, key: "4" }, null);
  await setLookupRow(db, { table: name, key: "2" }, "settled");
  await removeLookupRow(db, name, "3");
  expect((await readAllLookups(db))[name]).toEqual({ 2: "settled", 4: null });
  expect(await listLookupTables(db)).toContainEqual({ name, title: "Status", rowCount: 2 });
});

test("a connector's default rows fill gaps and leave a user's rows alone", async () => {
  const table = { name: "taxes", title: "Taxes", rows: { VAT: "21 %", "VAT reduced": "12 %" } };
  await saveLookupTable(database.db, { name: "taxes", title: "Our taxes", rows: { VAT: "20 %" } });
  await addMissingLookupRows(database.db, table);
  expect(await findLookupTable(database.db, "taxes")).toEqual({
    name: "taxes",
    title: "Our taxes",
    rows: { VAT: "20 %", "VAT reduced": "12 %" },
  });
});

test("a lookup table of 30,000 rows is stored", async () => {
  const rows = Object.fromEntries(Array.from({ length: 30_000 }, (_, n) => [`sku-${n}`, `${n}`]));
  await saveLookupTable(database.db, { name: "skus", title: "SKUs", rows });
  expect(await listLookupTables(database.db)).toContainEqual({
    name: "skus",
    title: "SKUs",
    rowCount: 30_000,
  });
});

test("an entry of a lookup table that does not exist is named in the error", async () => {
  const missing = { code: "NOT_FOUND", message: 'There is no lookup table "nothing".' };
  await expect(findLookupTable(database.db, "nothing")).rejects.toMatchObject(missing);
  await expect(
    setLookupRow(database.db, { table: "nothing", key: "a" }, "b"),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(removeLookupRow(database.db, "nothing", "a")).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a webhook registered again keeps its secret when none comes with it", async () => {
  const { id } = await addConnection("with-webhooks");
  const key = { connectionId: id, callbackId: "55" };
  const secretId = randomUUID();
  await database.db
    .insertInto("secret")
    .values({
      id: secretId,
      connection_id: id,
      name: "webhook:55",
      key_id: "00000000",
      nonce: Buffer.alloc(12),
      ciphertext: Buffer.alloc(1),
      tag: Buffer.alloc(16),
    })
    .execute();
  const event = "invoice.create";
  await saveWebhookRegistration(database.db, key, { event, verified: false, secretId });
  await markWebhookVerified(database.db, key);
  await saveWebhookRegistration(database.db, key, { event, verified: true, secretId: null });
  expect(await listWebhookRegistrations(database.db, id)).toMatchObject([
    { callback_id: "55", event, verified: true, secret_id: secretId },
  ]);
  await removeWebhookRegistration(database.db, key);
  await expect(markWebhookVerified(database.db, key)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("processes that start together agree on one installation", async () => {
  const ids = { clock: systemClock, random: systemRandom };
  const found = await Promise.all([1, 2, 3].map(() => ensureInstallation(database.db, ids)));
  expect(new Set(found.map(({ id }) => id)).size).toBe(1);
  expect(await ensureInstallation(database.db, ids)).toEqual(found[0]);
});

test("every change of the configuration raises its version, a refused one does not", async () => {
  const version = async () =>
    Number(
      (await database.db.selectFrom("configuration").select("version").executeTakeFirstOrThrow())
        .version,
    );
  const before = await version();
  const { id } = await addConnection("versioned");
  await setConnectionStatus(database.db, id, "paused", null);
  const after = await version();
  expect(after).toBe(before + 2);
  await expect(addConnection("versioned")).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  expect(await version()).toBe(after);
});
