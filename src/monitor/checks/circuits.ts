// Health of the circuits: what is held back, since when, and how much work waits for it.

import { viewCircuits } from "../../engine/circuit/circuit-desk.ts";
import { countHeldRuns } from "../../store/circuits.ts";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

/** A system that is away longer than this needs a person (reliability.md section 3.2). */
const longOutageMs = 4 * 3_600_000;

export async function checkCircuits(db: Db): Promise<HealthFinding> {
  const open = (await viewCircuits(db)).filter(({ state }) => state !== "closed");
  const detail =
    open.length === 0
      ? "calls to all systems are let through"
      : `${open.map((each) => `${each.kind}s of ${each.connection} are held back since ${each.openSince} (${each.state})`).join("; ")}; ${await countHeldRuns(db)} runs wait`;
  const ok = open.every(({ openForMs }) => openForMs <= longOutageMs);
  return { check: "circuits", ok, detail };
}
