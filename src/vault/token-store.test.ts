import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import type { TokenSet } from "../connector-kit/auth.ts";
import { systemClock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import { systemRandom } from "../core/ids.ts";
import { createConnection } from "../store/connections.ts";
import { openKysely, openPool } from "../store/database.ts";
import { type ConnectionTokenStore, createTokenStore } from "./token-store.ts";
import { createVault } from "./vault.ts";

const vaultParts = {
  key: Buffer.alloc(32, 1),
  ids: { clock: systemClock, random: systemRandom },
};
const first: TokenSet = {
  accessToken: "access-1",
  refreshToken: "refresh-1",
  expiresAt: "2026-03-01T12:00:00.000Z",
  scope: "user:invoices:write",
};
const second: TokenSet = { ...first, accessToken: "access-2", refreshToken: "refresh-2" };
let database: TestDatabase;
let connectionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function openStore(db = database.db): ConnectionTokenStore {
  return createTokenStore({
    db,
    vault: createVault({ db, ...vaultParts }),
    connectionId,
    clock: systemClock,
  });
}

beforeEach(async () => {
  connectionId = randomUUID();
  await createConnection(database.db, {
    id: connectionId,
    name: `books-${connectionId.slice(-6)}`,
    title: "Books",
    connector: "freshbooks",
    settings: {},
    hookToken: connectionId,
  });
});

function readRow() {
  return database.db
    .selectFrom("oauth_token")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .executeTakeFirstOrThrow();
}

/** An authorization server whose refresh tokens work once, as FreshBooks' do. */
function singleUseServer() {
  const used: (string | null)[] = [];
  const exchange = async (current: TokenSet): Promise<TokenSet> => {
    await systemClock.sleep(30);
    if (used.includes(current.refreshToken)) {
      throw new IntegrationError("NOT_AUTHENTICATED", "The refresh token was used before.");
    }
    used.push(current.refreshToken);
    return second;
  };
  return { used, exchange };
}

test("a connection nobody has signed in to says so", async () => {
  const store = openStore();
  await expect(store.current()).rejects.toMatchObject({ code: "NOT_AUTHENTICATED" });
  await expect(store.refresh(first, async () => second)).rejects.toMatchObject({
    code: "NOT_AUTHENTICATED",
  });
});

test("the tokens of a consent are kept, and a later consent replaces them", async () => {
  await openStore().save(first);
  expect(await openStore().current()).toEqual(first);
  await openStore().save(second);
  expect(await openStore().current()).toEqual(second);
  expect(await readRow()).toMatchObject({
    version: 2,
    expires_at: new Date("2026-03-01T12:00:00.000Z"),
  });
});

test("20 refreshes at the same time in one process make one exchange", async () => {
  const store = openStore();
  await store.save(first);
  const { used, exchange } = singleUseServer();
  const results = await Promise.all(
    Array.from({ length: 20 }, () => store.refresh(first, exchange)),
  );
  expect(results).toEqual(Array.from({ length: 20 }, () => second));
  expect(used).toEqual(["refresh-1"]);
});

test("20 refreshes at the same time in 20 processes make one exchange", async () => {
  await openStore().save(first);
  const { used, exchange } = singleUseServer();
  const pools = Array.from({ length: 20 }, () =>
    openPool({ connectionString: database.connectionString, poolSize: 1 }),
  );
  const results = await Promise.all(
    pools.map((pool) => openStore(openKysely(pool)).refresh(first, exchange)),
  );
  expect(results).toEqual(pools.map(() => second));
  expect(used).toEqual(["refresh-1"]);
  expect(await readRow()).toMatchObject({ version: 2, refresh_started_at: null });
  await Promise.all(pools.map((pool) => pool.end()));
});

test("tokens that another process has refreshed meanwhile are taken without an exchange", async () => {
  await openStore().save(first);
  await openStore().save(second);
  const { used, exchange } = singleUseServer();
  expect(await openStore().refresh(first, exchange)).toEqual(second);
  expect(used).toEqual([]);
});

test("the new pair is stored before it is used", async () => {
  const store = openStore();
  await store.save(first);
  const fresh = await store.refresh(first, async () => second);
  expect(fresh).toEqual(second);
  expect(await openStore().current()).toEqual(second);
});

test("that a refresh is under way is stored before it is sent", async () => {
  await openStore().save(first);
  let startedAt: Date | null = null;
  await openStore().refresh(first, async () => {
    startedAt = (await readRow()).refresh_started_at;
    return second;
  });
  expect(startedAt).toBeInstanceOf(Date);
});

test("a refused refresh after one whose answer was lost tells the cause", async () => {
  const store = openStore();
  await store.save(first);
  const lost = store.refresh(first, async () => {
    throw new IntegrationError("OUTCOME_UNKNOWN", "The connection broke.");
  });
  await expect(lost).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
  const { refresh_started_at: startedAt } = await readRow();
  expect(startedAt).not.toBeNull();

  const refused = store.refresh(first, async () => {
    throw new IntegrationError("NOT_AUTHENTICATED", "invalid_grant");
  });
  await expect(refused).rejects.toMatchObject({
    code: "NOT_AUTHENTICATED",
    message: expect.stringContaining("was lost"),
  });
});

test("a refresh that was never sent, or was refused at once, does not count as lost", async () => {
  const store = openStore();
  await store.save(first);
  for (const code of ["NETWORK_UNREACHABLE", "RATE_LIMITED", "NOT_AUTHENTICATED"] as const) {
    const failing = store.refresh(first, async () => {
      throw new IntegrationError(code, "No.");
    });
    await expect(failing).rejects.toMatchObject({ code, message: "No." });
    expect((await readRow()).refresh_started_at).toBeNull();
  }
});

test("a new pair is kept even when the database breaks off while it is exchanged", async () => {
  await openStore().save(first);
  const pool = openPool({ connectionString: database.connectionString, poolSize: 1 });
  const fresh = await openStore(openKysely(pool)).refresh(first, async () => {
    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
    );
    return second;
  });
  expect(fresh).toEqual(second);
  expect(await openStore().current()).toEqual(second);
  await pool.end();
});
