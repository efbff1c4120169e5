import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { newId, systemRandom } from "../core/ids.ts";
import { closeAlerts, raiseAlert } from "../store/alerts.ts";
import { createConnection, setConnectionStatus } from "../store/connections.ts";
import { addCursor } from "../store/cursors.ts";
import { upsertEffects } from "../store/effects.ts";
import { insertEvents } from "../store/events.ts";
import { insertRuns } from "../store/runs.ts";
import { checkHealth } from "./health.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const id = () => newId({ clock: systemClock, random: systemRandom });

/** An event with its run, in a state. */
async function storeRun(state: { status: string; dueAgoSeconds?: number; subject?: string }) {
  const { status, dueAgoSeconds = 0, subject = id() } = state;
  const [eventId, runId, connectionId] = [id(), id(), id()];
  const about = { connectionId, entity: "order", entityId: "1" };
  const event = { ...about, id: eventId, source: "/x", type: "order.created", dedupeKey: null };
  await insertEvents(database.db, [
    { ...event, occurredAt: null, via: "webhook", data: {}, runs: 1 },
  ]);
  const run = { ...about, id: runId, eventId, flowId: "f", flowVersion: 1, subjectKey: subject };
  await insertRuns(database.db, [run]);
  await sql`update ledgerline.run set status = ${status},
    next_action_at = now() - ${dueAgoSeconds} * interval '1 second' where id = ${runId}`.execute(
    database.db,
  );
  return runId;
}

async function finding(check: string) {
  const found = (await checkHealth(database.db)).find((each) => each.check === check);
  return found && { ok: found.ok, detail: found.detail };
}

describe("the health of an installation", () => {
  it("is told by one finding on each subject", async () => {
    const findings = await checkHealth(database.db);
    expect(findings.map(({ check }) => check)).toEqual([
      "database",
      "connections",
      "alerts",
      "circuits",
      "flows",
      "conservation",
      "overdue work",
      "polling",
      "uncertain effects",
      "findings",
      "quarantine",
      "dead letters",
    ]);
  });

  it("warns of a database that may lose what it acknowledged", async () => {
    expect(await finding("database")).toMatchObject({ ok: false, detail: /fsync off/ });
  });

  it("names connections that stand still, and why", async () => {
    const connection = { id: id(), name: "books", title: "Books", connector: "freshbooks" };
    await createConnection(database.db, { ...connection, settings: {}, hookToken: "t" });
    expect(await finding("connections")).toEqual({ ok: true, detail: "1 connections, all active" });
    await setConnectionStatus(database.db, connection.id, "needs-reauth", "The consent ended.");
    expect(await finding("connections")).toEqual({
      ok: false,
      detail: "books: needs-reauth (The consent ended.)",
    });
  });

  it("counts every run that was promised to an event, so that none gets lost from sight", async () => {
    const runId = await storeRun({ status: "done" });
    await storeRun({ status: "queued" });
    const detail =
      "2 received = 1 applied + 0 duplicate + 0 superseded + 1 in flight + 0 parked + 0 dead-lettered";
    expect(await finding("conservation")).toEqual({ ok: true, detail });
    await database.db.deleteFrom("run").where("id", "=", runId).execute();
    expect(await finding("conservation")).toMatchObject({ ok: false, detail: /; 1 are missing$/ });
  });

  it("gives the terms of conservation as figures too", async () => {
    await storeRun({ status: "waiting" });
    const findings = await checkHealth(database.db);
    expect(findings.find(({ check }) => check === "conservation")?.figures).toMatchObject({
      received: 1,
      applied: 0,
      duplicate: 0,
      superseded: 0,
      inFlight: 0,
      parked: 1,
      deadLettered: 0,
      gap: 0,
    });
  });

  it("tells what must be seen to, until its cause is gone", async () => {
    const about = { connectionId: id(), kind: "needs-reauth" as const };
    const message = '"Books" must be connected again.';
    expect(await raiseAlert(database.db, { ...about, id: id(), message })).toBe(true);
    expect(await raiseAlert(database.db, { ...about, id: id(), message })).toBe(false);
    expect(await finding("alerts")).toMatchObject({ ok: false, detail: /^"Books" must be/ });
    await closeAlerts(database.db, about.connectionId);
    expect(await finding("alerts")).toEqual({ ok: true, detail: "none" });
  });

  it("warns of a system that is not polled when it is due", async () => {
    const connection = { id: id(), name: "shop", title: "Shop", connector: "kentico" };
    await createConnection(database.db, { ...connection, settings: {}, hookToken: "t" });
    const key = { connectionId: connection.id, triggerId: "kentico.order.changed" };
    await addCursor(database.db, key, new Date(Date.now() - 110_000));
    expect(await finding("polling")).toEqual({ ok: true, detail: "nothing is overdue" });
    await sql`update ledgerline.cursor set next_poll_at = next_poll_at - interval '20 s'`.execute(
      database.db,
    );
    expect(await finding("polling")).toMatchObject({
      ok: false,
      detail: /^shop: kentico.order.changed is overdue by 13\d s$/,
    });
    await setConnectionStatus(database.db, connection.id, "paused", "Holidays.");
    expect(await finding("polling")).toMatchObject({ ok: true });
  });

  it("warns of creates whose outcome stays unknown for an hour", async () => {
    const effect = { connectionId: id(), runId: id(), operation: "x", toId: null, draft: {} };
    const send = (reference: string, secondsAgo: number) =>
      upsertEffects(database.db, [
        {
          ...effect,
          reference,
          state: "uncertain",
          lastSendAt: new Date(Date.now() - secondsAgo * 1000),
        },
      ]);
    await send("LL-000000000001", 3_500);
    expect(await finding("uncertain effects")).toMatchObject({ ok: true, detail: /^1 creates/ });
    await send("LL-000000000002", 3_700);
    expect(await finding("uncertain effects")).toMatchObject({ ok: false, detail: /^2 creates/ });
  });

  it("warns of work that is a minute overdue", async () => {
    await storeRun({ status: "waiting", dueAgoSeconds: 59 });
    expect(await finding("overdue work")).toEqual({ ok: true, detail: "nothing is overdue" });
    await storeRun({ status: "queued", dueAgoSeconds: 90 });
    expect(await finding("overdue work")).toMatchObject({
      ok: false,
      detail: /^1 runs are overdue/,
    });
  });

  it("does not call overdue what waits behind a dead letter of its order", async () => {
    await storeRun({ status: "dead", subject: "order 1" });
    await storeRun({ status: "queued", subject: "order 1", dueAgoSeconds: 900 });
    expect(await finding("overdue work")).toEqual({ ok: true, detail: "nothing is overdue" });
  });
});
