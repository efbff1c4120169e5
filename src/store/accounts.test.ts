import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { newId, systemRandom } from "../core/ids.ts";
import { readAccounts } from "./accounts.ts";
import { countDuplicates, insertEvents } from "./events.ts";
import { insertRuns } from "./runs.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const id = () => newId({ clock: systemClock, random: systemRandom });
const shop = id();

interface Stored {
  /** Status of each run the event was given, "done" with an outcome after a slash. */
  runs: readonly string[];
  via?: "webhook" | "emit";
}

async function store({ runs, via = "webhook" }: Stored): Promise<void> {
  const { db } = database;
  const about = { connectionId: shop, entity: "order", entityId: "1" };
  const event = { ...about, id: id(), source: "/x", type: "order.created", dedupeKey: null };
  await insertEvents(db, [{ ...event, occurredAt: null, via, data: {}, runs: runs.length }]);
  for (const state of runs) {
    const [status, outcome = null] = state.split("/");
    const run = { ...about, id: id(), eventId: event.id, flowId: "f", flowVersion: 1 };
    await insertRuns(db, [{ ...run, subjectKey: run.id }]);
    await sql`update ledgerline.run set status = ${status}, outcome = ${outcome}
      where id = ${run.id}`.execute(db);
  }
}

describe("the accounts of delivery", () => {
  it("are all nought when nothing was received", async () => {
    expect(await readAccounts(database.db)).toMatchObject({ received: 0, gap: 0 });
  });

  it("put everything received into exactly one term", async () => {
    await store({ runs: ["done/applied", "done/unchanged"] });
    await store({ runs: ["done/skipped"] });
    await store({ runs: ["done/remembered"] });
    await store({ runs: ["done/superseded"] });
    for (const status of ["queued", "running", "waiting", "held", "dead", "discarded"]) {
      await store({ runs: [status] });
    }
    await store({ runs: [] });
    await countDuplicates(database.db, [{ connectionId: shop }, { connectionId: shop }]);
    await countDuplicates(database.db, [{ connectionId: shop }, { connectionId: id() }]);
    // 5 done, 6 in other states, 1 that no flow wants, 4 that were delivered before.
    expect(await readAccounts(database.db)).toEqual({
      received: 16,
      applied: 4,
      duplicate: 4,
      superseded: 1,
      inFlight: 2,
      parked: 3,
      deadLettered: 2,
      gap: 0,
      of: { queued: 1, running: 1, waiting: 1, held: 1, unwanted: 1, dead: 1, discarded: 1 },
    });
  });

  it("leave out what a flow published and no flow wants: it came from nowhere", async () => {
    await store({ runs: [], via: "emit" });
    await store({ runs: ["queued"], via: "emit" });
    expect(await readAccounts(database.db)).toMatchObject({ received: 1, inFlight: 1, gap: 0 });
  });

  it("show a run that got lost as a gap", async () => {
    await store({ runs: ["queued", "queued"] });
    await sql`delete from ledgerline.run where id = (select min(id::text)::uuid from ledgerline.run)`.execute(
      database.db,
    );
    expect(await readAccounts(database.db)).toMatchObject({ received: 2, inFlight: 1, gap: 1 });
  });
});
