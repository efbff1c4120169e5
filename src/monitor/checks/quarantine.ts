// Was a backup restored, and how much of what it does not know of has yet to come up again?

import { findActiveQuarantine, readQuarantineRest } from "../../store/quarantines.ts";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

export async function checkQuarantine(db: Db): Promise<HealthFinding> {
  const active = await findActiveQuarantine(db);
  if (active === undefined) return { check: "quarantine", ok: true, detail: "none" };
  const { polls, runs } = await readQuarantineRest(db);
  const detail =
    `since ${active.uncertain_until.toISOString()}, for work since ${active.lost_since.toISOString()}: ` +
    `${polls} polls and ${runs} runs are left`;
  return { check: "quarantine", ok: false, detail, figures: { polls, runs } };
}
