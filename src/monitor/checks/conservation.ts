// Everything received is in exactly one known place, at every instant: nothing gets lost from sight.

import { readAccounts } from "../../store/accounts.ts";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

export async function checkConservation(db: Db): Promise<HealthFinding> {
  const { gap, received, applied, duplicate, superseded, inFlight, parked, deadLettered, of } =
    await readAccounts(db);
  const terms =
    `${received} received = ${applied} applied + ${duplicate} duplicate + ` +
    `${superseded} superseded + ${inFlight} in flight + ${parked} parked + ` +
    `${deadLettered} dead-lettered`;
  return {
    check: "conservation",
    ok: gap === 0,
    detail: gap === 0 ? terms : `${terms}; ${gap} are missing`,
    figures: { received, applied, duplicate, superseded, inFlight, parked, deadLettered, gap, of },
  };
}
