// Circuits: whether calls of one kind to one connection are let through. One row per circuit, shared by
// all processes; every change names the version it was made from.

import { sql } from "kysely";
import { toJsonb } from "./jsonb.ts";
import type { Db, Row } from "./schema.ts";

export type CircuitKind = Row<"circuit">["kind"];

export interface CircuitKey {
  connectionId: string;
  kind: CircuitKind;
}

export type StoredCircuit = Pick<
  Row<"circuit">,
  "connection_id" | "kind" | "version" | "phase" | "state" | "holds_work"
>;

export interface CircuitChange {
  /** Version it was made from; 0 for a circuit that has no row yet. */
  version: number;
  phase: StoredCircuit["phase"];
  state: unknown;
}

/** What holds calls back: circuits that were ever troubled, connections asked to pause. */
export interface Brakes {
  circuits: StoredCircuit[];
  pauses: { connection_id: string; left_ms: number }[];
  /** The time by the database, in milliseconds since 1970. */
  now_ms: number;
}

export async function readBrakes(db: Db): Promise<Brakes> {
  const { rows } = await sql<Brakes>`
    select extract(epoch from ledgerline.instant())::float8 * 1000 as now_ms,
      coalesce((select jsonb_agg(c) from ledgerline.circuit c), '[]') as circuits,
      coalesce((select jsonb_agg(jsonb_build_object('connection_id', t.connection_id, 'left_ms',
          extract(epoch from t.paused_until - ledgerline.instant())::float8 * 1000))
        from ledgerline.throttle t where t.paused_until > ledgerline.instant()), '[]') as pauses`.execute(
    db,
  );
  return rows[0] ?? { circuits: [], pauses: [], now_ms: 0 };
}

/** One circuit; null while it was never troubled. */
export async function readCircuit(
  db: Db,
  { connectionId, kind }: CircuitKey,
): Promise<{ row: StoredCircuit | null; nowMs: number }> {
  const { circuits, now_ms: nowMs } = await readBrakes(db);
  const row = circuits.find((each) => each.connection_id === connectionId && each.kind === kind);
  return { row: row ?? null, nowMs };
}

/** Writes a change; null when another process has changed the circuit meanwhile. */
export async function saveCircuit(
  db: Db,
  key: CircuitKey,
  change: CircuitChange,
): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`
    insert into ledgerline.circuit as c (connection_id, kind, phase, state, holds_work)
    select ${key.connectionId}::uuid, ${key.kind}, ${change.phase}, ${toJsonb(change.state)}::jsonb,
      ${change.phase !== "closed"}
    where exists (select 1 from ledgerline.connection where id = ${key.connectionId}::uuid)
    on conflict (connection_id, kind) do update set
      version = c.version + 1, phase = excluded.phase, state = excluded.state,
      holds_work = c.holds_work or excluded.holds_work,
      released_until = case when excluded.phase = 'closed' then c.released_until end,
      updated_at = clock_timestamp()
      where c.version = ${change.version}
    returning version`.execute(db);
  return rows[0]?.version ?? null;
}

/**
 * Takes the turn to release parked work of a closed circuit: gives the seconds since work was last given
 * a turn, null when another process was faster or there is nothing to release.
 */
export async function takeReleaseTurn(trx: Db, key: CircuitKey): Promise<number | null> {
  const { rows } = await sql<{ seconds: number }>`
    with mine as (
      select connection_id, kind,
        extract(epoch from ledgerline.instant() - coalesce(released_until, ledgerline.instant()
          - interval '1 second'))::float8 as seconds
      from ledgerline.circuit
      where connection_id = ${key.connectionId}::uuid and kind = ${key.kind}
        and phase = 'closed' and holds_work
      for update skip locked)
    update ledgerline.circuit c set released_until = ledgerline.instant()
    from mine where c.connection_id = mine.connection_id and c.kind = mine.kind and mine.seconds >= 0.9
    returning mine.seconds`.execute(trx);
  return rows[0]?.seconds ?? null;
}

/** Nothing is parked because of this circuit any more. */
export async function endRelease(trx: Db, { connectionId, kind }: CircuitKey): Promise<void> {
  await trx
    .updateTable("circuit")
    .set({ holds_work: false, released_until: null })
    .where("connection_id", "=", connectionId)
    .where("kind", "=", kind)
    .execute();
}

/** The connections of a run `r` of a flow `f`, as the worker chooses them. */
const connectionsOfRun = sql`
  select n.id from ledgerline.connection n
  where n.id = r.connection_id or exists (
    select 1 from jsonb_each(f.roles) role
    where role.key <> f.document->'on'->>'from' and role.value->>0 = n.name)`;

/** Runs that wait for circuits, oldest first, and for none but closed ones of this connection. */
export async function listHeldRuns(
  trx: Db,
  { connectionId, limit }: { connectionId: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from ledgerline.run r join ledgerline.flow f on f.id = r.flow_id
    where r.status = 'waiting' and r.reason_code = 'CIRCUIT_OPEN'
      and ${connectionId}::uuid in (${connectionsOfRun})
      and not exists (select 1 from ledgerline.circuit c
        where c.phase <> 'closed' and c.connection_id in (${connectionsOfRun}))
    order by r.created_at, r.id
    limit ${limit}
    for update of r skip locked`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Gives parked runs their turn now; `isFresh`: what was tried before does not count any more. */
export async function noteReleased(
  trx: Db,
  runIds: readonly string[],
  { isFresh, reason }: { isFresh: boolean; reason: string },
): Promise<void> {
  await sql`
    update ledgerline.run set reason_code = 'RATE_LIMITED', reason = ${reason},
      next_action_at = ledgerline.instant(),
      attempts = case when ${isFresh} then 0 else attempts end
    where id = any(${[...runIds]}::uuid[])`.execute(trx);
}

/** How many runs wait for circuits. */
export async function countHeldRuns(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom("run")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("status", "=", "waiting")
    .where("reason_code", "=", "CIRCUIT_OPEN")
    .executeTakeFirstOrThrow();
  return Number(count);
}
