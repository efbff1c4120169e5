// What befalls the processes of a simulated world at any moment: death, a restart, a stop in the middle.

import type { Chance } from "./chance.ts";
import type { Platform } from "./platform.ts";
import type { Swarm } from "./swarm.ts";
import type { VirtualTime } from "./virtual-time.ts";

export interface TroubleInput {
  time: VirtualTime;
  chance: Chance;
  swarm: Swarm;
  platform: Platform;
}

/** Begins the trouble; what is given ends it. */
export function startTrouble({ time, chance, swarm, platform }: TroubleInput): () => void {
  let isOver = false;
  const repeat = (everyMs: number, action: () => void) => {
    if (everyMs === 0) return;
    time.after(-Math.log(1 - chance.float()) * everyMs, () => {
      if (isOver) return;
      action();
      repeat(everyMs, action);
    });
  };
  repeat(swarm.crashEveryMs, () => platform.crashOne());
  repeat(swarm.restartEveryMs, () => void platform.restartOne());
  repeat(swarm.pauseEveryMs, () => platform.pauseOne(1 + chance.int(swarm.pauseMaxMs)));
  return () => {
    isOver = true;
  };
}
