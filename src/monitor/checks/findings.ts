// Differences between what was written and what the other systems have, which a person has to decide about.

import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

export async function checkFindings(db: Db): Promise<HealthFinding> {
  const rows = await db
    .selectFrom("finding")
    .select((eb) => ["kind", eb.fn.countAll<string>().as("count")])
    .where("state", "=", "open")
    .groupBy("kind")
    .orderBy("kind")
    .execute();
  const detail = rows.map(({ kind, count }) => `${count} ${kind}`).join(", ");
  const figures = Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]));
  return { check: "findings", ok: rows.length === 0, detail: detail || "none", figures };
}
