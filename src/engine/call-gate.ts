// What every call to another system passes: the circuit must be closed, the throttle gives it its turn, its
// result is noted, and what the system says about its limits is obeyed. Reads are retried quickly, within
// a budget; writes never are (reliability.md section 3.2).

import type { HttpAnswer, HttpClient, HttpRequest } from "../connector-kit/http.ts";
import { exhaustedForMs } from "../connector-kit/rate-limit-headers.ts";
import { retryAfterMs } from "../connector-kit/retry-after.ts";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import type { CircuitKind } from "../store/circuits.ts";
import type { Connection } from "../store/connections.ts";
import { type EndedCall, healthShownBy } from "./circuit/call-health.ts";
import type { Circuits } from "./circuit/circuits.ts";
import { failureOf } from "./failure.ts";
import type { RetryBudget } from "./throttle/retry-budget.ts";
import type { Throttle } from "./throttle/throttle.ts";

export interface CallGate {
  connection: Connection;
  circuits: Circuits;
  throttle: Throttle;
  budget: RetryBudget;
  clock: Clock;
  random: Random;
}

/** Who calls: work of one lane takes turns with that of others. */
export interface Caller {
  lane: string;
  signal: AbortSignal;
}

const quickRetries = 2;
/** What took longer than this to fail would hold up its worker too long if it were tried again at once. */
const quickFailureMs = 5_000;
const retryDelayMs = { least: 50, most: 1_000 } as const;
/** How long all wait after a refusal that does not say how long. */
const plainPauseMs = 1_000;

export function gatedClient(http: HttpClient, gate: CallGate, caller: Caller): HttpClient {
  return {
    async send(request) {
      for (let retries = 0; ; retries += 1) {
        const ended = await callOnce({ http, gate, caller }, request);
        if (retries >= quickRetries || !mayRetry(gate, caller, { request, ended })) {
          return resultOf(ended);
        }
        const { least, most } = retryDelayMs;
        await gate.clock.sleep(least + gate.random.float() * (most - least), caller.signal);
      }
    },
  };
}

function kindOf(request: HttpRequest): CircuitKind {
  return request.effect === "read" ? "read" : "write";
}

interface Gated {
  http: HttpClient;
  gate: CallGate;
  caller: Caller;
}

/** Throws only what kept the call from being sent. */
async function callOnce({ http, gate, caller }: Gated, request: HttpRequest): Promise<EndedCall> {
  const { connection, circuits, throttle, budget, clock } = gate;
  const kind = kindOf(request);
  circuits.assertClosed(connection, kind);
  const leave = await throttle.enter(caller.lane, caller.signal);
  try {
    circuits.assertClosed(connection, kind);
    const startedMs = clock.monotonicMs();
    const result = await settledResult(http.send(request));
    const ended = { ...result, durationMs: clock.monotonicMs() - startedMs };
    const isOk = healthShownBy(ended);
    if (isOk) budget.noteSuccess();
    if (isOk !== null) await circuits.note({ connectionId: connection.id, kind }, isOk);
    return ended;
  } finally {
    leave();
  }
}

async function settledResult(
  sent: Promise<HttpAnswer>,
): Promise<{ answer: HttpAnswer } | { error: IntegrationError }> {
  try {
    return { answer: await sent };
  } catch (thrown) {
    return { error: failureOf(thrown) };
  }
}

interface EndedRequest {
  request: HttpRequest;
  ended: EndedCall;
}

function mayRetry({ budget }: CallGate, { signal }: Caller, { request, ended }: EndedRequest) {
  return (
    request.effect === "read" &&
    !signal.aborted &&
    healthShownBy(ended) === false &&
    ended.durationMs <= quickFailureMs &&
    (!ended.answer || retryAfterMs(ended.answer) === undefined) &&
    budget.spend()
  );
}

function resultOf({ answer, error }: EndedCall): HttpAnswer {
  if (answer) return answer;
  throw error ?? new IntegrationError("UNEXPECTED", "A call ended without a result.");
}

/** Obeys what answers say about limits, for all processes; also those to requests for tokens. */
export function heedingClient(http: HttpClient, throttle: Throttle): HttpClient {
  return {
    async send(request) {
      const answer = await http.send(request);
      const waitMs = askedWaitMs(answer);
      if (waitMs !== undefined) await throttle.pause(waitMs);
      else if (answer.status === 429) {
        await throttle.slowDown();
        await throttle.pause(plainPauseMs);
      }
      return answer;
    },
  };
}

function askedWaitMs(answer: HttpAnswer): number | undefined {
  const isRefusal = answer.status === 429 || answer.status === 503;
  return (isRefusal ? retryAfterMs(answer) : undefined) ?? exhaustedForMs(answer);
}
