import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { newId, systemRandom } from "../core/ids.ts";
import { insertEvents } from "../store/events.ts";
import { beat } from "../store/heartbeat.ts";
import { writeLastKnown } from "../store/last-known.ts";
import { findActiveQuarantine, liftQuarantine, readQuarantineRest } from "../store/quarantines.ts";
import { insertRuns } from "../store/runs.ts";
import { tendQuarantine } from "./quarantine.ts";
import { createRestoreWatch } from "./restore-watch.ts";

const ids = { clock: systemClock, random: systemRandom };
const installationId = newId(ids);
let database: TestDatabase;
let dataDir: string;
let told: string[];

beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "ledgerline-watch-"));
  told = [];
});
afterEach(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

/** Looks once, as a process does when it starts. */
async function startOnce(restoredAt: Date | null = null): Promise<void> {
  const watch = createRestoreWatch({
    db: database.db,
    dataDir,
    installationId,
    clock: systemClock,
    ids,
    tell: (message) => told.push(message),
    onError: (error) => {
      throw error;
    },
  });
  await watch.start(restoredAt);
  await watch.stop();
}

async function storeRun(status: "done" | "dead" | "queued"): Promise<string> {
  const about = { connectionId: newId(ids), entity: "order", entityId: "1" };
  const event = { ...about, id: newId(ids), source: "/x", type: "order.created", dedupeKey: null };
  await insertEvents(database.db, [
    { ...event, occurredAt: null, via: "webhook", data: {}, runs: 1 },
  ]);
  const run = { ...about, id: newId(ids), eventId: event.id, flowId: "f", flowVersion: 1 };
  await insertRuns(database.db, [{ ...run, subjectKey: run.id }]);
  await database.db.updateTable("run").set({ status }).where("id", "=", run.id).execute();
  return run.id;
}

async function doubtOf(runId: string): Promise<Date | null> {
  const { uncertain_since: since } = await database.db
    .selectFrom("run")
    .select("uncertain_since")
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  return since;
}

describe("a start", () => {
  it("on the database as it was left begins no quarantine", async () => {
    await startOnce();
    await startOnce();
    await beat(database.db, 0);
    await startOnce();
    expect(await findActiveQuarantine(database.db)).toBeUndefined();
    expect(told).toEqual([]);
  });

  it("on a database that is behind what was seen of it begins one, once, from an hour before its last beat", async () => {
    const { at } = await beat(database.db, 0);
    await writeLastKnown(dataDir, { installation: installationId, beats: 1_000 });
    await startOnce();
    await startOnce();
    expect(told).toHaveLength(1);
    const active = await findActiveQuarantine(database.db);
    expect(active?.lost_since.getTime()).toBe(at.getTime() - 3_600_000);
  });

  it("on the database of another installation takes nothing for a restore", async () => {
    await writeLastKnown(dataDir, { installation: newId(ids), beats: 1_000 });
    await startOnce();
    expect(await findActiveQuarantine(database.db)).toBeUndefined();
  });

  it("begins one when it is told of when the restored backup is", async () => {
    await startOnce(new Date("2026-03-01T12:00:00Z"));
    const active = await findActiveQuarantine(database.db);
    expect(active?.lost_since.toISOString()).toBe("2026-03-01T11:00:00.000Z");
    expect(told).toEqual([expect.stringContaining("2026-03-01T12:00:00.000Z was restored")]);
  });
});

describe("a quarantine", () => {
  it("puts all work in doubt that has not ended, dead letters too, and leaves what is done alone", async () => {
    const [done, dead, queued] = [
      await storeRun("done"),
      await storeRun("dead"),
      await storeRun("queued"),
    ];
    await startOnce(new Date("2026-03-01T12:00:00Z"));
    const until = (await findActiveQuarantine(database.db))?.uncertain_until;
    expect([await doubtOf(done), await doubtOf(dead), await doubtOf(queued)]).toEqual([
      null,
      until,
      until,
    ]);
  });

  it("ends by itself when the work that was there has ended, whatever comes later", async () => {
    const run = await storeRun("queued");
    await startOnce(new Date("2026-03-01T12:00:00Z"));
    expect(await tendQuarantine(database.db)).toBe(false);
    expect(await readQuarantineRest(database.db)).toEqual({ polls: 0, runs: 1 });
    await storeRun("queued");
    await database.db.updateTable("run").set({ status: "done" }).where("id", "=", run).execute();
    expect(await tendQuarantine(database.db)).toBe(true);
    expect(await findActiveQuarantine(database.db)).toBeUndefined();
  });

  it("that a person lifts leaves its doubt with the work that came meanwhile and has not ended", async () => {
    await startOnce(new Date("2026-03-01T12:00:00Z"));
    const until = (await findActiveQuarantine(database.db))?.uncertain_until;
    const dead = await storeRun("dead");
    await database.db
      .transaction()
      .execute((trx) => liftQuarantine(trx, { by: "test", note: "Nothing was made." }));
    expect(await doubtOf(dead)).toEqual(until);
  });
});
