// The database's clock is set back while work waits.

import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../test/support/database.ts";
import { systemClock } from "../core/clock.ts";
import { newId, systemRandom } from "../core/ids.ts";
import { createClockWatch } from "./clock-watch.ts";
import { createDatabaseClock } from "./database-clock.ts";
import { createRunQueue, type RunQueue } from "./queue.ts";

const ids = { clock: systemClock, random: systemRandom };
let database: TestDatabase;
let queue: RunQueue;

beforeEach(async () => {
  database = await createTestDatabase();
  queue = createRunQueue({ pool: database.pool, clock: systemClock, onError: () => undefined });
  await queue.start();
});

afterEach(async () => {
  await queue.stop();
  await database.drop();
});

/** As an event, its run and a cursor look once the clock was three hours ahead. */
async function storeInFuture(): Promise<string> {
  const { db } = database;
  const [connection, event, run] = [newId(ids), newId(ids), newId(ids)];
  await sql`
    insert into ledgerline.event (id, connection_id, source, type, entity, entity_id, via, received_at)
    values (${event}, ${connection}, 's', 'order.created', 'order', '1', 'webhook',
      clock_timestamp() + interval '3 hours')`.execute(db);
  await sql`
    insert into ledgerline.run (id, event_id, flow_id, flow_version, connection_id, entity, entity_id,
      subject_key, status, next_action_at)
    values (${run}, ${event}, 'f', 1, ${connection}, 'order', '1', 'f|1', 'queued',
      clock_timestamp() + interval '3 hours')`.execute(db);
  await queue.enqueue(db, [{ runId: run, subjectKey: "f|1" }]);
  await sql`
    insert into ledgerline.connection (id, name, title, connector, hook_token)
    values (${connection}, 'shop', 'Shop', 'kentico', 't')`.execute(db);
  await sql`
    insert into ledgerline.throttle (connection_id, booked_until, paused_until)
    values (${connection}, clock_timestamp() + interval '3 hours', clock_timestamp() + interval '3 hours')`.execute(
    db,
  );
  await sql`
    insert into ledgerline.circuit (connection_id, kind, phase, state)
    values (${connection}, 'write', 'open', '{"probeAtMs": 99999999999999}')`.execute(db);
  await sql`update pgboss.job set start_after = now() + interval '3 hours' where id = ${run}`.execute(
    db,
  );
  return run;
}

it("work received by the old time goes on at once, and what is held for a person stays held", async () => {
  const { db } = database;
  const run = await storeInFuture();
  const held = newId(ids);
  await queue.enqueue(db, [{ runId: held, subjectKey: "f|2" }]);
  await queue.hold(db, held);
  expect(await queue.claim(db, 10)).toEqual([]);

  const woken = Promise.withResolvers<void>();
  const instant = async () => new Date();
  const time = createDatabaseClock(systemClock, instant);
  const watch = createClockWatch({
    db,
    queue,
    time,
    clock: systemClock,
    onWork: woken.resolve,
    onError: woken.reject,
  });
  watch.start();
  await woken.promise;
  await watch.stop();

  expect((await queue.claim(db, 10)).map(({ id }) => id)).toEqual([run]);
  const { rows } = await sql<{ due: boolean }>`
    select next_action_at <= clock_timestamp() as due from ledgerline.run`.execute(db);
  expect(rows).toEqual([{ due: true }]);
  const { rows: brakes } = await sql<{ free: boolean; probed: boolean }>`
    select t.booked_until <= clock_timestamp() and t.paused_until is null as free,
      (c.state->>'probeAtMs')::float8 <= extract(epoch from clock_timestamp()) * 1000 as probed
    from ledgerline.throttle t join ledgerline.circuit c using (connection_id)`.execute(db);
  expect(brakes).toEqual([{ free: true, probed: true }]);
});
