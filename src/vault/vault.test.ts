import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { systemRandom } from "../core/ids.ts";
import { createConnection, findConnection } from "../store/connections.ts";
import { createVault, type Vault } from "./vault.ts";

const ids = { clock: systemClock, random: systemRandom };
const key = Buffer.alloc(32, 1);
let database: TestDatabase;
let vault: Vault;
let connectionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  vault = createVault({ db: database.db, key, ids });
});
afterAll(() => database.drop());

beforeEach(async () => {
  connectionId = randomUUID();
  await createConnection(database.db, {
    id: connectionId,
    name: `store-${connectionId.slice(-6)}`,
    title: "Store",
    connector: "kentico",
    settings: {},
    hookToken: connectionId,
  });
});

test("a secret is read back as it was stored, and is nowhere in the database in clear", async () => {
  await vault.put(connectionId, "password", "Tr0ubador & Žofie 😀");
  expect(await vault.get(connectionId, "password")).toBe("Tr0ubador & Žofie 😀");
  const row = await database.db
    .selectFrom("secret")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .executeTakeFirstOrThrow();
  expect(row.ciphertext.toString("utf8")).not.toContain("Tr0ubador");
  // First 8 hex digits of SHA-256 of 32 bytes of 0x01.
  expect(row.key_id).toBe("72cd6e84");
  expect([row.nonce.length, row.tag.length]).toEqual([12, 16]);
});

test("a changed secret keeps its row and gets a new nonce", async () => {
  const read = () =>
    database.db
      .selectFrom("secret")
      .select(["id", "nonce"])
      .where("connection_id", "=", connectionId)
      .executeTakeFirstOrThrow();
  const id = await vault.put(connectionId, "password", "old");
  const before = await read();
  expect(await vault.put(connectionId, "password", "new")).toBe(id);
  const after = await read();
  expect(after.id).toBe(before.id);
  expect(after.nonce.equals(before.nonce)).toBe(false);
  expect(await vault.get(connectionId, "password")).toBe("new");
});

test("the same secret stored many times at once ends readable", async () => {
  const values = Array.from({ length: 20 }, (_, index) => `value ${index}`);
  const rowIds = await Promise.all(
    values.map((value) => vault.put(connectionId, "password", value)),
  );
  expect(new Set(rowIds).size).toBe(1);
  expect(values).toContain(await vault.get(connectionId, "password"));
});

test("secrets of the installation are apart from those of connections", async () => {
  await vault.put(null, "installation:reference-key", "k");
  await vault.put(null, "installation:reference-key", "k2");
  expect(await vault.get(null, "installation:reference-key")).toBe("k2");
  expect(await vault.find(connectionId, "installation:reference-key")).toBeUndefined();
});

test("a connector is given the user's secrets only; webhook secrets only when asked for", async () => {
  await vault.put(connectionId, "password", "p");
  await vault.put(connectionId, "username", "u");
  await vault.put(connectionId, "oauth:tokens", "t");
  await vault.put(connectionId, "webhook:17", "w");
  expect(await vault.getAll(connectionId)).toEqual({ password: "p", username: "u" });
  expect(await vault.getAll(connectionId, "webhook:")).toEqual({ 17: "w" });
  expect(await vault.names(connectionId)).toEqual(["password", "username"]);
});

test("a new password shows as a change of the connection, a refreshed token does not", async () => {
  const changedAt = async () => (await findConnection(database.db, connectionId)).updated_at;
  const before = await changedAt();
  await vault.put(connectionId, "oauth:tokens", "t");
  expect(await changedAt()).toEqual(before);
  await vault.put(connectionId, "password", "p");
  expect((await changedAt()).getTime()).toBeGreaterThan(before.getTime());
});

test("a removed secret is not found", async () => {
  await vault.put(connectionId, "password", "p");
  await vault.remove(connectionId, "password");
  await expect(vault.get(connectionId, "password")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("with another key a secret is unreadable, and the message names both keys, not the secret", async () => {
  await vault.put(connectionId, "password", "hunter2");
  const other = createVault({ db: database.db, key: Buffer.alloc(32, 2), ids });
  const error = await other.get(connectionId, "password").catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "SECRET_UNREADABLE",
    message: expect.stringContaining("72cd6e84"),
  });
  expect(String(error)).not.toContain("hunter2");
});

async function swapContents(left: string, right: string): Promise<void> {
  const rows = await database.db
    .selectFrom("secret")
    .selectAll()
    .where("id", "in", [left, right])
    .execute();
  const [one, two] = rows;
  if (one === undefined || two === undefined) throw new TypeError("two rows expected");
  for (const [target, source] of [
    [one, two],
    [two, one],
  ] as const) {
    const { nonce, ciphertext, tag } = source;
    await database.db
      .updateTable("secret")
      .set({ nonce, ciphertext, tag })
      .where("id", "=", target.id)
      .execute();
  }
}

test("ciphertexts swapped between two rows of the database are unreadable", async () => {
  const left = await vault.put(connectionId, "password", "one");
  const right = await vault.put(connectionId, "username", "two");
  await swapContents(left, right);
  for (const name of ["password", "username"]) {
    await expect(vault.get(connectionId, name)).rejects.toMatchObject({
      code: "SECRET_UNREADABLE",
    });
  }
});

test("a row renamed in the database is unreadable", async () => {
  const id = await vault.put(connectionId, "password", "one");
  await database.db.updateTable("secret").set({ name: "username" }).where("id", "=", id).execute();
  await expect(vault.get(connectionId, "username")).rejects.toMatchObject({
    code: "SECRET_UNREADABLE",
  });
});

test("a tag cut to 4 bytes, which could be guessed, is refused", async () => {
  const id = await vault.put(connectionId, "password", "one");
  const { tag } = await database.db
    .selectFrom("secret")
    .select("tag")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  await database.db
    .updateTable("secret")
    .set({ tag: tag.subarray(0, 4) })
    .where("id", "=", id)
    .execute();
  await expect(vault.get(connectionId, "password")).rejects.toMatchObject({
    code: "SECRET_UNREADABLE",
  });
});

test("one changed bit of a ciphertext is noticed", async () => {
  const id = await vault.put(connectionId, "password", "one");
  const { ciphertext } = await database.db
    .selectFrom("secret")
    .select("ciphertext")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  ciphertext[0] = (ciphertext[0] ?? 0) ^ 1;
  await database.db.updateTable("secret").set({ ciphertext }).where("id", "=", id).execute();
  await expect(vault.get(connectionId, "password")).rejects.toMatchObject({
    code: "SECRET_UNREADABLE",
  });
});

test("a secret stored in a transaction that fails is not stored", async () => {
  const failing = database.db.transaction().execute(async (transaction) => {
    await vault.within(transaction).put(connectionId, "password", "one");
    throw new TypeError("the rest failed");
  });
  await expect(failing).rejects.toThrow("the rest failed");
  expect(await vault.find(connectionId, "password")).toBeUndefined();
});

test("the secrets of a removed connection are removed", async () => {
  await vault.put(connectionId, "password", "p");
  await database.db.deleteFrom("connection").where("id", "=", connectionId).execute();
  expect(await vault.find(connectionId, "password")).toBeUndefined();
});
