// One thing a connector can do, as one declared object.

import type { z } from "zod";
import type { Clock } from "../core/clock.ts";
import type { JsonObject } from "../core/json.ts";
import type { HttpClient } from "./http.ts";

/** What an operation is handed when it runs. */
export interface CallContext {
  http: HttpClient;
  /** The connection's settings without secrets, as validated by the connector's schema. */
  settings: JsonObject;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * How a repeated call is kept from having two effects.
 * `verify-by-lookup`: the create carries our reference in `carries`; the entity's `findByReference`
 * tells whether it happened.
 */
export type Idempotency =
  | { kind: "safe" }
  | { kind: "natural-key"; key: string }
  | { kind: "verify-by-lookup"; carries: readonly string[] }
  | { kind: "client-token"; header: string }
  | { kind: "absolute-update" };

export interface OperationExample<I> {
  title: string;
  input: I;
}

export interface CounterExample {
  input: unknown;
  reason: string;
}

/** An operation of a connector; vendor names verbatim in `input` and `output`. */
export interface Operation<I, O> {
  /** `<connector>.<entity>.<action>` */
  id: string;
  title: string;
  input: z.ZodType<I>;
  output: z.ZodType<O>;
  idempotency: Idempotency;
  /** Permissions of the vendor this call needs. */
  scopes?: readonly string[];
  examples?: readonly OperationExample<I>[];
  counterExamples?: readonly CounterExample[];
  run(input: I, context: CallContext): Promise<O>;
}

/** Declares an operation; only there so that its types are inferred. */
export function defineOperation<I, O>(operation: Operation<I, O>): Operation<I, O> {
  return operation;
}
