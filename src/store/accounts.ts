// The accounts of delivery: where everything that was received is now. Read in one statement, so that all
// figures are of the same instant while work goes on.

import { sql } from "kysely";
import type { Db } from "./schema.ts";

/**
 * `received` is the sum of the six terms after it. It counts deliveries, and an event that several flows
 * work on once per flow; a term is
 * - `applied`: worked through, also when there was nothing to change;
 * - `duplicate`: delivered before, by webhook or poll;
 * - `superseded`: newer was there already;
 * - `inFlight`: waiting for a worker, or being worked on;
 * - `parked`: waiting for a reason and a time, for an approval, or for a flow that wants it;
 * - `deadLettered`: needs a person, or was discarded by one.
 */
export interface Accounts {
  received: number;
  applied: number;
  duplicate: number;
  superseded: number;
  inFlight: number;
  parked: number;
  deadLettered: number;
  /** What is in none of them: 0, or something was lost. */
  gap: number;
  /** Parts of the terms. */
  of: {
    /** Of `inFlight`. */
    queued: number;
    running: number;
    /** Of `parked`. */
    waiting: number;
    /** Until a person approves it. */
    held: number;
    unwanted: number;
    /** Of `deadLettered`. */
    dead: number;
    discarded: number;
  };
}

type Parts = Accounts["of"] & Pick<Accounts, "received" | "applied" | "duplicate" | "superseded">;

/** What a flow publishes and no flow wants was not received from anywhere. */
async function readParts(db: Db): Promise<Parts> {
  const { rows } = await sql<Parts>`
    select events.promised + counts.duplicate as received, events.unwanted, counts.duplicate, runs.*
    from (select coalesce(sum(greatest(runs, 1)), 0)::float8 as promised,
        count(*) filter (where runs = 0)::float8 as unwanted
      from ledgerline.event where via <> 'emit' or runs > 0) as events,
    (select coalesce(sum(duplicates), 0)::float8 as duplicate from ledgerline.delivery_count) as counts,
    (select
        count(*) filter (where status = 'done' and outcome is distinct from 'superseded')::float8 as applied,
        count(*) filter (where status = 'done' and outcome = 'superseded')::float8 as superseded,
        count(*) filter (where status = 'queued')::float8 as queued,
        count(*) filter (where status = 'running')::float8 as running,
        count(*) filter (where status = 'waiting')::float8 as waiting,
        count(*) filter (where status = 'held')::float8 as held,
        count(*) filter (where status = 'dead')::float8 as dead,
        count(*) filter (where status = 'discarded')::float8 as discarded
      from ledgerline.run) as runs`.execute(db);
  const [parts] = rows;
  if (parts === undefined) throw new Error("An aggregate without groups always gives a row.");
  return parts;
}

export async function readAccounts(db: Db): Promise<Accounts> {
  const { received, applied, duplicate, superseded, ...of } = await readParts(db);
  const inFlight = of.queued + of.running;
  const parked = of.waiting + of.held + of.unwanted;
  const deadLettered = of.dead + of.discarded;
  const known = applied + duplicate + superseded + inFlight + parked + deadLettered;
  const gap = received - known;
  return {
    received,
    applied,
    duplicate,
    superseded,
    inFlight,
    parked,
    deadLettered,
    gap,
    of,
  };
}
