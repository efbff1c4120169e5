// A process that plays worlds: takes one at a time from its parent and sends back what became of it.

import { openSession } from "./memory/fresh.ts";
import { runWorld } from "./run-world.ts";
import { drawSwarm } from "./swarm.ts";
import type { PlannedWorld } from "./worlds.ts";

const session = await openSession();
process.on("message", async (world: PlannedWorld) => {
  process.send?.(await runWorld({ ...world, swarm: drawSwarm(world.seed), session }));
});
process.send?.(null);
