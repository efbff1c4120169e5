// I8, I9, I18: once nothing is under way, the platform holds no lease and no doubt, every event has its
// runs, and what needs a person says why.

import type { OracleFinding } from "../world.ts";

/** Counts of what must not be there. */
export interface QuietPlatform {
  running: number;
  waiting: number;
  uncertain: number;
  heldKeys: number;
  lostRuns: number;
  muteLetters: number;
}

type Rule = Pick<OracleFinding, "count" | "invariant" | "detail">;

const rules: Readonly<Record<keyof QuietPlatform, Rule>> = {
  running: { count: "wrong", invariant: "I18", detail: "are still claimed" },
  waiting: { count: "missing", invariant: "I18", detail: "never came to an end" },
  uncertain: { count: "wrong", invariant: "I18", detail: "creates are still in doubt" },
  heldKeys: { count: "wrong", invariant: "I18", detail: "natural keys are still held" },
  lostRuns: { count: "missing", invariant: "I8", detail: "runs that events wanted are not there" },
  muteLetters: { count: "wrong", invariant: "I9", detail: "dead runs do not say why" },
};

export function judgeQuietPlatform(state: QuietPlatform): OracleFinding[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const found = state[name as keyof QuietPlatform];
    return found === 0 ? [] : [{ ...rule, of: name, detail: `${found} ${rule.detail}` }];
  });
}
