// Keeps one connection within its limits: the rate, shared with all processes; the calls in flight, bounded
// in each; and the pause the other system asked for.

import type { ConnectorLimits } from "../../connector-kit/connector.ts";
import type { Clock } from "../../core/clock.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { Random } from "../../core/ids.ts";
import type { Db } from "../../store/schema.ts";
import { bookCalls, pauseThrottle, slowThrottle, unbookCalls } from "../../store/throttles.ts";
import type { Circuits } from "../circuit/circuits.ts";
import { createBookings, longestWaitMs, type Turn } from "./bookings.ts";
import { createPlaces } from "./places.ts";

export interface Throttle {
  /**
   * Waits for a turn, and gives what to call when the call has ended. Throws RATE_LIMITED when the turn
   * would come too late, or the other system asked to wait.
   */
  enter(lane: string, signal: AbortSignal): Promise<() => void>;
  /** Nothing is sent for so long by any process, as the other system asked. */
  pause(durationMs: number): Promise<void>;
  /** Halves the rate of all processes; it recovers by itself. */
  slowDown(): Promise<void>;
  /** How long the other system still asks to send nothing; 0 when it does not. */
  pausedForMs(): number;
  /** Whether calls wait long for their turn, or long for their answers. */
  isBehind(): boolean;
  /** Gives back what was booked and not used. */
  close(): Promise<void>;
}

export interface ThrottleInput {
  db: Db;
  clock: Clock;
  random: Random;
  connectionId: string;
  limits: Pick<ConnectorLimits, "perSecond" | "burst" | "concurrency">;
  circuits: Pick<Circuits, "rampOf" | "pausedForMs">;
}

/** Refusals of calls that were on their way when the rate was halved do not halve it again. */
const sparedMs = 5_000;
const slowestShare = 0.01;
const longWaitMs = 1_000;
const longCallMs = 5_000;

export function createThrottle(input: ThrottleInput): Throttle {
  const { db, clock, connectionId, limits, circuits } = input;
  const places = createPlaces(limits.concurrency, clock);
  const bookings = createBookings({
    clock,
    perSecond: limits.perSecond,
    burst: limits.burst,
    rampShare: () => circuits.rampOf(connectionId),
    book: (request) => bookCalls(db, connectionId, request),
    unbook: (calls, perSecond) => unbookCalls(db, connectionId, { calls, perSecond }),
  });
  /** In the order they began. */
  const calls = new Set<{ sinceMs: number }>();
  let pausedUntilMs = Number.NEGATIVE_INFINITY;

  const pausedForMs = () =>
    Math.max(0, pausedUntilMs - clock.monotonicMs(), circuits.pausedForMs(connectionId));
  const refuseWhilePaused = () => {
    const leftMs = pausedForMs();
    if (leftMs > 0) throw refusal({ kind: "wait", forMs: leftMs, isPaused: true });
  };
  const waitForTurn = async (signal: AbortSignal) => {
    const turn = await bookings.take();
    if (turn.kind === "wait") {
      if (turn.isPaused) pausedUntilMs = Math.max(pausedUntilMs, clock.monotonicMs() + turn.forMs);
      throw refusal(turn);
    }
    const waitMs = turn.atMs - clock.monotonicMs();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    refuseWhilePaused();
  };
  const begin = () => {
    const call = { sinceMs: clock.monotonicMs() };
    calls.add(call);
    return () => {
      calls.delete(call);
      places.free();
    };
  };
  const longestCallMs = () => {
    const [first] = calls;
    return first ? clock.monotonicMs() - first.sinceMs : 0;
  };
  return {
    async enter(lane, signal) {
      refuseWhilePaused();
      const hasPlace = await places.take(lane, { longestMs: longestWaitMs, signal });
      if (!hasPlace) throw noPlace(signal);
      try {
        refuseWhilePaused();
        await waitForTurn(signal);
        return begin();
      } catch (thrown) {
        places.free();
        throw thrown;
      }
    },
    async pause(durationMs) {
      const longerMs = durationMs * (1 + input.random.float() * 0.1);
      pausedUntilMs = Math.max(pausedUntilMs, clock.monotonicMs() + longerMs);
      await pauseThrottle(db, connectionId, longerMs);
    },
    slowDown: () => slowThrottle(db, connectionId, { sparedMs, least: slowestShare }),
    pausedForMs,
    isBehind: () => places.waitingForMs() > longWaitMs || longestCallMs() > longCallMs,
    close: bookings.close,
  };
}

function refusal({ forMs, isPaused }: Extract<Turn, { kind: "wait" }>): IntegrationError {
  const message = isPaused
    ? "The other system asked to slow down."
    : "The connection's own rate limit is used up.";
  return new IntegrationError("RATE_LIMITED", message, { retryAfterMs: Math.ceil(forMs) });
}

function noPlace(signal: AbortSignal): IntegrationError {
  if (signal.aborted) {
    return new IntegrationError("CANCELLED", "The call was cancelled before it was sent.");
  }
  return new IntegrationError("RATE_LIMITED", "Too many calls of the connection are under way.", {
    retryAfterMs: 5_000,
  });
}
