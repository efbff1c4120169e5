import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { newId, systemRandom } from "../core/ids.ts";
import { createConnection, setConnectionStatus } from "../store/connections.ts";
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
      "flows",
      "conservation",
      "overdue work",
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
    expect(await finding("conservation")).toEqual({ ok: true, detail: "1 done, 1 queued" });
    await database.db.deleteFrom("run").where("id", "=", runId).execute();
    expect(await finding("conservation")).toEqual({
      ok: false,
      detail: "1 queued; 1 runs are missing",
    });
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
