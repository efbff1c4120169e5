// When effects that were once in doubt are looked at again: some minutes and a day after they were last sent.

import { sql } from "kysely";
import { toJsonb } from "./jsonb.ts";
import type { Db } from "./schema.ts";

export interface DueEffect {
  connection_id: string;
  reference: string;
  operation: string;
}

/**
 * Takes due effects of active connections, oldest first, for `leaseMs`: until then no other process gets
 * them, and after it they are due again unless their check was noted.
 */
export async function claimDueEffects(
  db: Db,
  { leaseMs, limit }: { leaseMs: number; limit: number },
): Promise<DueEffect[]> {
  const { rows } = await sql<DueEffect>`
    update ledgerline.effect e
    set next_check_at = ledgerline.instant() + ${leaseMs} * interval '1 millisecond'
    from (
      select d.connection_id, d.reference from ledgerline.effect d
      join ledgerline.connection c on c.id = d.connection_id
      where c.status = 'active' and d.next_check_at <= ledgerline.instant()
      order by d.next_check_at limit ${limit} for update of d skip locked
    ) due
    where e.connection_id = due.connection_id and e.reference = due.reference
    returning e.connection_id, e.reference, e.operation`.execute(db);
  return rows;
}

/** Hours after the last send at which an effect is looked at, the first a quarter. */
const secondCheckHours = 24;

/** Notes that effects were looked at. Those sent again meanwhile have a schedule of their own by then. */
export async function noteChecks(db: Db, effects: readonly DueEffect[]): Promise<void> {
  if (effects.length === 0) return;
  await sql`
    update ledgerline.effect e set checks = e.checks + 1,
      next_check_at = case when e.checks = 0
        then e.last_send_at + ${secondCheckHours} * interval '1 hour' end
    from jsonb_to_recordset(${toJsonb(effects)}::jsonb) as x(connection_id uuid, reference text)
    where e.connection_id = x.connection_id and e.reference = x.reference
      and e.last_send_at < ledgerline.instant() - interval '14 minutes'`.execute(db);
}
