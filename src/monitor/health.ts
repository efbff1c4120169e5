// Is everything all right? Facts about the installation, each with what to do when it is not.

import type { Db } from "../store/schema.ts";
import { checkAlerts } from "./checks/alerts.ts";
import { checkCircuits } from "./checks/circuits.ts";
import { checkConnections } from "./checks/connections.ts";
import { checkConservation } from "./checks/conservation.ts";
import { checkCursors } from "./checks/cursors.ts";
import { checkDatabase } from "./checks/database.ts";
import { checkDeadLetters } from "./checks/dead-letters.ts";
import { checkFindings } from "./checks/findings.ts";
import { checkFlows } from "./checks/flows.ts";
import { checkOverdueWork } from "./checks/overdue-work.ts";
import { checkQuarantine } from "./checks/quarantine.ts";
import { checkUncertainEffects } from "./checks/uncertain-effects.ts";
import type { HealthCheck, HealthFinding } from "./finding.ts";

/** In the order in which they are shown. A new check is a file in checks/ and a line here. */
const checks: readonly HealthCheck[] = [
  checkDatabase,
  checkConnections,
  checkAlerts,
  checkCircuits,
  checkFlows,
  checkConservation,
  checkOverdueWork,
  checkCursors,
  checkUncertainEffects,
  checkFindings,
  checkQuarantine,
  checkDeadLetters,
];

export async function checkHealth(db: Db): Promise<HealthFinding[]> {
  return Promise.all(checks.map((check) => check(db)));
}
