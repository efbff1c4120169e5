// Every create that was ever in doubt is looked up again a quarter of an hour and a day after it was last
// sent: something that was executed later than anybody would believe is found then (reliability.md 2.3 E).

import { claimDueEffects, type DueEffect, noteChecks } from "../../store/effect-checks.ts";
import type { Configuration } from "../configuration.ts";
import { failureOf } from "../failure.ts";
import { examine } from "./examine.ts";
import type { SweeperInput } from "./sweeper.ts";

const leaseMs = 15 * 60_000;
const effectsPerClaim = 20;

/** Looks at everything that is due; gives how many effects that were. */
export async function sweepEffects(input: SweeperInput, signal: AbortSignal): Promise<number> {
  let swept = 0;
  while (!signal.aborted) {
    const due = await claimDueEffects(input.db, { leaseMs, limit: effectsPerClaim });
    if (due.length === 0) break;
    const configuration = await input.configuration.current();
    for (const effect of due) {
      if (await sweepEffect(input, { configuration, effect, signal })) swept += 1;
    }
  }
  return swept;
}

interface Sweep {
  configuration: Configuration;
  effect: DueEffect;
  signal: AbortSignal;
}

/** True when it was looked at; what could not be is due again when its lease ends. */
async function sweepEffect(
  input: SweeperInput,
  { configuration, effect, signal }: Sweep,
): Promise<boolean> {
  try {
    const live = await input.connections.get(configuration, effect.connection_id);
    const entity = Object.values(live.connector.entities).find(
      (each) => each.create?.id === effect.operation,
    );
    if (entity) {
      const ids = { clock: input.clock, random: input.random };
      await examine({ db: input.db, ids, live, entity, signal, by: "sweep" }, effect.reference);
    }
    await noteChecks(input.db, [effect]);
    return true;
  } catch (thrown) {
    if (!signal.aborted) input.onError(failureOf(thrown));
    return false;
  }
}
