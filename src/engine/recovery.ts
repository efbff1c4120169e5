// After a crash: work that a dead process held is given back at once instead of after its lease.

import type { Db } from "../store/schema.ts";
import type { RunQueue } from "./queue.ts";

/** Only for a process that is certain to be alone on its database. Gives the number of runs freed. */
export async function recoverClaims({ db, queue }: { db: Db; queue: RunQueue }): Promise<number> {
  const rows = await db.selectFrom("run").select("id").where("status", "=", "running").execute();
  await queue.abandon(
    db,
    rows.map((row) => row.id),
  );
  return rows.length;
}
