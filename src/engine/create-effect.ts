// Creates a record exactly once. A create that may have happened is looked up by its reference, and
// repeated only when it provably did not (DESIGN.md section 6.3, reliability.md section 2).

import { type ErrorCode, ensureError, IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { findEffect } from "../store/effects.ts";
import { type AttemptContext, callSystem, type Place } from "./attempt-context.ts";

export interface CreateRequest {
  place: Place;
  reference: string;
  draft: unknown;
}

export interface CreatedRecord {
  wire: unknown;
  outcome: "created" | "adopted";
}

export async function createOnce(
  context: AttemptContext,
  request: CreateRequest,
): Promise<CreatedRecord> {
  const uncertainSince = await lastPossibleSend(context, request);
  if (uncertainSince) {
    const found = await lookUp(context, request);
    if (found !== null) return { wire: found, outcome: "adopted" };
    assertSettled(context, request, uncertainSince);
  }
  return { wire: await send(context, request), outcome: "created" };
}

/** The latest instant at which an earlier attempt may have sent this create; null when none did. */
async function lastPossibleSend(
  context: AttemptContext,
  { place, reference }: CreateRequest,
): Promise<Date | null> {
  const effect = await findEffect(context.db, place.connection.row.id, reference);
  const instants = [
    effect?.state === "uncertain" ? effect.last_send_at : null,
    context.run.uncertainSince,
  ].filter((instant) => instant !== null);
  if (instants.length === 0) return null;
  return new Date(Math.max(...instants.map((instant) => instant.getTime())));
}

async function lookUp(context: AttemptContext, request: CreateRequest): Promise<unknown> {
  const { place, reference, draft } = request;
  const { findByReference, isDeleted } = place.entity;
  if (!findByReference) {
    throw new IntegrationError(
      "NOT_SUPPORTED",
      `${place.entity.name} records cannot be looked up, so the unknown outcome needs a person.`,
    );
  }
  const found = await callSystem(context, place.connection, (call) =>
    findByReference.run({ reference, draft }, call),
  );
  const [first] = found;
  if (found.length > 1) throw severalFound(request, found);
  if (first !== undefined && isDeleted?.(first)) {
    throw new IntegrationError(
      "RECORD_CHANGED_OUTSIDE",
      `The ${place.entity.name} ${place.entity.idOf(first)} was made, and then deleted by somebody.`,
      { details: { reference, id: place.entity.idOf(first) } },
    );
  }
  return first ?? null;
}

function severalFound({ place, reference }: CreateRequest, found: unknown[]): IntegrationError {
  const ids = found.map((wire) => place.entity.idOf(wire));
  return new IntegrationError(
    "DUPLICATE_FOUND",
    `${found.length} ${place.entity.name} records carry the reference ${reference}: ${ids.join(", ")}.`,
    { details: { reference, ids } },
  );
}

/** A miss proves nothing before the settle time has passed: the write may still be on its way. */
function assertSettled(context: AttemptContext, { place }: CreateRequest, since: Date): void {
  const leftMs = since.getTime() + place.connection.limits.settleMs - context.clock.now().getTime();
  if (leftMs <= 0) return;
  throw new IntegrationError(
    "WAITING_TO_SETTLE",
    `Whether the ${place.entity.name} was made is looked up again once that is certain.`,
    { retryAfterMs: leftMs + 10 },
  );
}

/** Answers that prove that a create was not executed. */
const definiteRefusals: ReadonlySet<ErrorCode> = new Set([
  "REFUSED_BY_SYSTEM",
  "RATE_LIMITED",
  "NOT_AUTHENTICATED",
  "NOT_PERMITTED",
  "RECORD_NOT_FOUND",
  "RECORD_BUSY",
  "NETWORK_UNREACHABLE",
  "LEASE_LOST",
  "CIRCUIT_OPEN",
  "CONNECTION_PAUSED",
]);

async function send(context: AttemptContext, request: CreateRequest): Promise<unknown> {
  const { place, draft } = request;
  const { create } = place.entity;
  if (!create) {
    throw new IntegrationError("NOT_SUPPORTED", `${place.entity.name} records cannot be made.`);
  }
  context.memory.lastCreateSent = false;
  try {
    return await callSystem(context, place.connection, (call) => create.run(draft, call));
  } catch (thrown) {
    const error = ensureError(thrown);
    if (!context.memory.lastCreateSent || definiteRefusals.has(error.code)) throw error;
    rememberUncertain(context, request);
    throw asUnknown(error, request);
  }
}

function rememberUncertain(
  context: AttemptContext,
  { place, reference, draft }: CreateRequest,
): void {
  context.memory.putEffect({
    connectionId: place.connection.row.id,
    reference,
    operation: place.entity.create?.id ?? place.entity.name,
    state: "uncertain",
    lastSendAt: context.clock.now(),
    draft: draft as JsonObject,
    toId: null,
  });
}

function asUnknown(error: IntegrationError, { place }: CreateRequest): IntegrationError {
  const { settleMs } = place.connection.limits;
  const details = { ...error.details, answered: error.message };
  return new IntegrationError(
    "OUTCOME_UNKNOWN",
    `No usable answer came to making the ${place.entity.name}; it may have been made.`,
    { retryAfterMs: settleMs, details, cause: error },
  );
}
