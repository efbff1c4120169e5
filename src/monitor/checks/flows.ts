// How many flows are at work, and how many events none of them wanted.

import { listFlows } from "../../store/flows.ts";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

export async function checkFlows(db: Db): Promise<HealthFinding> {
  const flows = await listFlows(db);
  const enabled = flows.filter((flow) => flow.enabled).length;
  const { count } = await db
    .selectFrom("event")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("runs", "=", 0)
    .where("via", "<>", "emit")
    .executeTakeFirstOrThrow();
  const detail = `${enabled} of ${flows.length} flows enabled, ${count} stored events wanted by none`;
  return { check: "flows", ok: true, detail };
}
