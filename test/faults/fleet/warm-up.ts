// Compiled code is kept by processes that end in order alone, and an attack leaves hardly any: one of each
// kind is started and stopped first, which halves the start of the hundreds that follow.

import { failPointEnvironment } from "../fail-points.ts";
import type { Fleet } from "./fleet.ts";

/** A fail point that is never reached: its preload is code to be compiled as well. */
const harmless = failPointEnvironment({ name: "before-send", pass: 1_000_000_000 });

export async function warmUp(fleet: Fleet): Promise<void> {
  const byCommand = Map.groupBy(fleet.places, ({ command }) => command.join(" "));
  for (const [place] of byCommand.values()) {
    if (!place) continue;
    const life = fleet.begin(place, harmless);
    await life.untilReady();
    life.signal("SIGTERM");
    await fleet.end(life);
  }
}
