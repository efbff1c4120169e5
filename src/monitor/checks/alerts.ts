// What somebody has to be told of, and what still holds.

import { listOpenAlerts } from "../../store/alerts.ts";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

export async function checkAlerts(db: Db): Promise<HealthFinding> {
  const alerts = await listOpenAlerts(db);
  const detail = alerts
    .map(({ message, opened_at: at }) => `${message} (since ${at.toISOString()})`)
    .join("; ");
  return { check: "alerts", ok: alerts.length === 0, detail: detail || "none" };
}
