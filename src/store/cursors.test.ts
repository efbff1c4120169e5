import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { createConnection, setConnectionStatus } from "./connections.ts";
import {
  addCursor,
  type Cursor,
  type CursorKey,
  claimDueCursors,
  failPoll,
  finishPoll,
  listCursors,
} from "./cursors.ts";

const noon = new Date("2026-03-01T12:00:00Z");
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const leaseMs = 5 * 60_000;
let database: TestDatabase;
let key: CursorKey;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  const connectionId = randomUUID();
  await database.db.deleteFrom("connection").execute();
  await createConnection(database.db, {
    id: connectionId,
    name: "shop",
    title: "Shop",
    connector: "kentico",
    settings: {},
    hookToken: connectionId,
  });
  key = { connectionId, triggerId: "orders" };
  await addCursor(database.db, key, noon);
});

function claim(now: Date) {
  return claimDueCursors(database.db, { now, leaseMs, limit: 10 });
}

async function theCursor(): Promise<Cursor | undefined> {
  const [cursor] = await listCursors(database.db);
  return cursor;
}

test("a due trigger is polled by one of several processes", async () => {
  await addCursor(database.db, { ...key, triggerId: "customers" }, noon);
  const claims = await Promise.all([claim(noon), claim(noon), claim(noon)]);
  expect(
    claims
      .flat()
      .map(({ trigger_id }) => trigger_id)
      .sort(),
  ).toEqual(["customers", "orders"]);
});

test("a trigger is not polled before its time", async () => {
  expect(await claim(later(-1))).toEqual([]);
});

test("a trigger whose process died is polled again after its lease", async () => {
  expect(await claim(noon)).toHaveLength(1);
  expect(await claim(later(4))).toEqual([]);
  expect(await claim(later(5))).toHaveLength(1);
});

test("triggers of a paused connection are not polled", async () => {
  await setConnectionStatus(database.db, key.connectionId, "paused", null);
  expect(await claim(noon)).toEqual([]);
});

test("a poll that worked moves the cursor and frees the trigger", async () => {
  await claim(noon);
  await failPoll(database.db, key, { error: { code: "RATE_LIMITED" }, nextPollAt: later(1) });
  expect(await theCursor()).toMatchObject({
    cursor: null,
    last_error: { code: "RATE_LIMITED" },
    leased_until: null,
    next_poll_at: later(1),
  });
  await claim(later(1));
  const poll = { cursor: { since: "2026-03-01" }, polledAt: later(1), nextPollAt: later(6) };
  await finishPoll(database.db, key, poll);
  expect(await theCursor()).toMatchObject({
    cursor: { since: "2026-03-01" },
    last_error: null,
    leased_until: null,
    last_polled_at: later(1),
    next_poll_at: later(6),
  });
});

test("adding a trigger that is polled already leaves its cursor alone", async () => {
  const poll = { cursor: { since: "x" }, polledAt: noon, nextPollAt: later(5) };
  await finishPoll(database.db, key, poll);
  await addCursor(database.db, key, later(99));
  expect(await listCursors(database.db)).toMatchObject([
    { cursor: { since: "x" }, next_poll_at: later(5) },
  ]);
});
