// A run without faults, judged by the oracle: what it finds under faults is the faults' doing.

import { expect, it } from "vitest";
import { driveScenario } from "../../../sandbox/scenario/drive.ts";
import { generateOrders } from "../../../sandbox/scenario/generate-orders.ts";
import { settled } from "../../support/settled.ts";
import { createWorld } from "../../support/world.ts";
import { ledgersOf } from "../ledgers.ts";
import { judgeWorld } from "./judge-world.ts";

it("thirty varied orders, some changed later, come to a clean verdict", async () => {
  const world = await createWorld();
  try {
    const orders = generateOrders({ seed: 5, count: 30, withChanges: true });
    const kenticoUrl = world.sandbox.kentico.url;
    await driveScenario({ kenticoUrl, orders, concurrency: 8 });
    await settled(world);
    const verdict = judgeWorld(await ledgersOf(world.sandbox));
    expect(verdict.findings).toEqual([]);
  } finally {
    await world.close();
  }
});
