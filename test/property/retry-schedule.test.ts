// The durable schedule: full jitter below 2 s x 3^n, at most two hours; twelve attempts or a day.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IntegrationError } from "../../src/core/errors.ts";
import { decide } from "../../src/engine/policy.ts";
import { retryDelayMs } from "../../src/engine/retry-schedule.ts";
import { holds } from "../support/generated.ts";

const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const drawing = (draw: number) => ({
  float: () => draw,
  bytes: (length: number) => new Uint8Array(length),
});
const dayMs = 24 * 3_600_000;

/** The instants of all attempts of work that fails each time, and how it ended. */
function livesOf(draw: readonly number[]): { attemptsMs: number[]; isDead: boolean } {
  const error = new IntegrationError("SERVICE_UNAVAILABLE", "It cannot serve.");
  const attemptsMs = [0];
  for (let attempts = 0; ; attempts += 1) {
    const nowMs = attemptsMs.at(-1) ?? 0;
    const history = { attempts, sinceFirstAttemptMs: nowMs };
    const decision = decide(error, history, drawing(draw[attempts % draw.length] ?? 0));
    if (decision.kind !== "wait") return { attemptsMs, isDead: decision.kind === "dead-letter" };
    attemptsMs.push(nowMs + decision.delayMs);
  }
}

describe("the delay before the next attempt", () => {
  it("is drawn from nothing up to its ceiling, evenly", () => {
    holds(
      fc.property(fc.integer({ min: 1, max: 60 }), draws, (attempts, draw) => {
        const ceilingMs = Math.min(2_000 * 3 ** (attempts - 1), 7_200_000);
        const delayMs = retryDelayMs(attempts, drawing(draw));
        expect(delayMs).toBe(Math.max(250, Math.round(draw * ceilingMs)));
      }),
    );
  });
});

describe("work that fails every time", () => {
  it("is tried twelve times, each try later than the one before, and then goes to a person", () => {
    holds(
      fc.property(fc.array(draws, { minLength: 1, maxLength: 12 }), (draw) => {
        const { attemptsMs, isDead } = livesOf(draw);
        expect(isDead).toBe(true);
        expect(attemptsMs).toHaveLength(12);
        expect(attemptsMs.toSorted((left, right) => left - right)).toEqual(attemptsMs);
        expect(new Set(attemptsMs).size).toBe(12);
        expect(attemptsMs.at(-1)).toBeLessThan(dayMs);
      }),
    );
  });
});
