// The one row that names this installation. Its id never changes: it is part of every reference that
// was written to other systems.

import { type IdSource, newId } from "../core/ids.ts";
import type { Db, Row } from "./schema.ts";

export type Installation = Row<"installation">;

/** The installation, made on first use; processes that start together agree on one. */
export async function ensureInstallation(db: Db, ids: IdSource): Promise<Installation> {
  const present = await db.selectFrom("installation").selectAll().executeTakeFirst();
  if (present !== undefined) return present;
  await db
    .insertInto("installation")
    .values({ id: newId(ids) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db.selectFrom("installation").selectAll().executeTakeFirstOrThrow();
}
