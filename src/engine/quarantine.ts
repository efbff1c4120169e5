// Quarantine after a restore (reliability.md 2.4): the restored database does not know what was made since
// the backup, so every create is looked up by its reference first, as if an answer had been lost. It ends by
// itself when all that may have been lost has come up again.

import { type IdSource, newId } from "../core/ids.ts";
import {
  beginQuarantine,
  findActiveQuarantine,
  liftQuarantine,
  noteCaughtUp,
  readQuarantineRest,
} from "../store/quarantines.ts";
import type { Db } from "../store/schema.ts";

/** A backup holds what was committed when it began; clocks and long transactions are allowed for. */
const marginMs = 3_600_000;

export interface Restore {
  /** What the database has was committed up to about this instant. */
  backupAt: Date;
  /** In the user's words. */
  reason: string;
}

/** Puts everything that may have been sent since the backup in doubt. Call it before work begins. */
export async function quarantineSince(db: Db, restore: Restore, ids: IdSource): Promise<void> {
  const { backupAt, reason } = restore;
  const lostSince = new Date(backupAt.getTime() - marginMs);
  await db
    .transaction()
    .execute((trx) => beginQuarantine(trx, { id: newId(ids), reason, lostSince }));
}

/** Lifts the quarantine once nothing is left of it; true when it did. */
export async function tendQuarantine(db: Db): Promise<boolean> {
  const active = await findActiveQuarantine(db);
  if (active === undefined) return false;
  const { polls } = await readQuarantineRest(db);
  if (polls > 0) return false;
  if (active.caught_up_at === null) await noteCaughtUp(db);
  const { runs } = await readQuarantineRest(db);
  if (runs > 0) return false;
  return db
    .transaction()
    .execute((trx) =>
      liftQuarantine(trx, { by: "platform", note: "All that may have been lost came up again." }),
    );
}
