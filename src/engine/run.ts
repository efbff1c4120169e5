// A run: one flow working on one event. These are the shapes that go from claim to runner to finish.

import type { HttpExchange } from "../connector-kit/http.ts";
import type { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import type { EmittedEvent } from "../flows/ports.ts";
import type { BusinessRecord } from "../flows/record.ts";
import type { RunOutcome } from "../flows/steps/step-result.ts";

/** A run a worker holds a claim on. */
export interface ClaimedRun {
  id: string;
  /** Attempt number of the queue's claim; fences the settlement. */
  jobAttempt: number;
  /** Raised by every claim; fences every later write of this attempt. */
  fence: number;
  flowId: string;
  connectionId: string;
  entity: string;
  entityId: string;
  /** Consumed attempts before this one. */
  attempts: number;
  /** Claims since the last result: more than one means that a worker died with it. */
  claims: number;
  /** Writes of an earlier attempt may have happened up to this instant. */
  uncertainSince: Date | null;
  firstAttemptAt: Date;
  /** A message edited by a person, used instead of what is read. */
  payload: JsonObject | null;
  /** Hashes of the writes a person approved; null when nobody was asked yet. */
  approvedWrites: readonly string[] | null;
  event: { id: string; type: string; data: JsonObject };
}

/** What a run is about: runs of one subject go one after the other. */
export function subjectKeyOf(
  run: Pick<ClaimedRun, "flowId" | "connectionId" | "entity" | "entityId">,
): string {
  return `${run.flowId}|${run.connectionId}|${run.entity}|${run.entityId}`;
}

export interface StepTrace {
  path: string;
  kind: string;
  title: string;
  status: "done" | "ended" | "failed";
  startedAt: Date;
  durationMs: number;
  detail: JsonObject;
  error: JsonObject | null;
}

/** How an attempt ended. */
export type AttemptResult =
  | { kind: "done"; outcome: RunOutcome; reason: string | null }
  | { kind: "failed"; error: IntegrationError };

export interface LinkWrite {
  fromConnectionId: string;
  fromEntity: string;
  fromId: string;
  purpose: string;
  toConnectionId: string;
  toEntity: string;
  toId: string | null;
  reference: string;
  contentHash: string | null;
  sourceVersion: string | null;
  state: "active" | "suppressed" | "deleted";
  data: JsonObject;
}

/** A create that was sent, and what is known of it. */
export interface EffectWrite {
  connectionId: string;
  reference: string;
  operation: string;
  state: "uncertain" | "done" | "review";
  lastSendAt: Date;
  draft: JsonObject;
  toId: string | null;
}

/** Everything an attempt leaves behind; written in one transaction. */
export interface FinishedAttempt {
  run: ClaimedRun;
  result: AttemptResult;
  steps: StepTrace[];
  links: LinkWrite[];
  effects: EffectWrite[];
  emitted: EmittedEvent[];
  record: BusinessRecord | null;
  /** Calls of the step that failed, if any. */
  failedExchanges: HttpExchange[];
  /** Connection whose call failed, if that is why. */
  failedConnectionId: string | null;
  /** When that connection was last changed, as far as the attempt knew. */
  failedConnectionKnownAt?: Date | null;
}
