// Bulkhead: work of a connection that does not keep up must not take all places of a process, or no other
// connection's work would go on. Work beyond half of them is sent away until its turn.

import type { Clock } from "../../core/clock.ts";
import { IntegrationError } from "../../core/errors.ts";
import { createPace } from "./pace.ts";

export interface Room {
  /** Takes a place for one run; throws RATE_LIMITED with the time of its turn when there is none. */
  enter(): void;
  leave(): void;
  /** Places that work of a connection that does not keep up holds beyond its share; 0 when it keeps up. */
  overShare(): number;
}

export interface RoomInput {
  clock: Clock;
  /** Runs this process works on at the same time, of all connections. */
  places: number;
  /** Whether the connection does not keep up with its work. */
  isBehind(): boolean;
}

const soonestTurnMs = 1_000;
const latestTurnMs = 300_000;
const measuredMs = 10_000;
/** Turns are given a little faster than work was done, so that there is always some at hand. */
const eagerness = 1.25;

export function createRoom({ clock, places, isBehind }: RoomInput): Room {
  const share = Math.max(1, Math.floor(places / 2));
  const done = createPace(clock, measuredMs);
  let inside = 0;
  let nextTurnMs = Number.NEGATIVE_INFINITY;

  /** By how much work was done lately. */
  const betweenTurnsMs = () => measuredMs / Math.max(1, done.recent()) / eagerness;
  return {
    enter() {
      if (inside < share || !isBehind()) {
        inside += 1;
        return;
      }
      const nowMs = clock.monotonicMs();
      const turnMs = Math.max(nextTurnMs, nowMs + soonestTurnMs) + betweenTurnsMs();
      nextTurnMs = Math.min(turnMs, nowMs + latestTurnMs);
      throw new IntegrationError("RATE_LIMITED", "The connection has as much work as it can do.", {
        retryAfterMs: Math.ceil(nextTurnMs - nowMs),
      });
    },
    leave() {
      inside -= 1;
      done.count();
    },
    overShare: () => (isBehind() ? Math.max(0, inside - share) : 0),
  };
}
