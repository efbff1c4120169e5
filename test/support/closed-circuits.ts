// Tests order faults in a row, as no system has them, and circuits open. Those that are about something
// else have a person at hand who closes them at once.

import { resetCircuit, viewCircuits } from "../../src/engine/circuit/circuit-desk.ts";
import type { World } from "./world.ts";

export async function closeCircuits({ engine: { db } }: World): Promise<void> {
  const open = (await viewCircuits(db)).filter(({ state }) => state !== "closed");
  for (const { connection } of open) await resetCircuit(db, { connection });
}
