// What needs a person, by cause.

import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

export async function checkDeadLetters(db: Db): Promise<HealthFinding> {
  const rows = await db
    .selectFrom("dead_letter")
    .select((eb) => ["code", eb.fn.countAll<string>().as("count")])
    .where("status", "=", "open")
    .groupBy("code")
    .execute();
  const detail = rows.map(({ code, count }) => `${count} ${code}`).join(", ");
  return { check: "dead letters", ok: rows.length === 0, detail: detail || "none" };
}
