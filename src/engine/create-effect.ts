// Creates a record exactly once. A create that may have happened is looked up by its reference, and
// repeated only when it provably did not (DESIGN.md section 6.3, reliability.md section 2).

import { provesNoCreate } from "../core/call-outcome.ts";
import { ensureError, IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { type AttemptContext, callSystem, type Place } from "./attempt-context.ts";

export interface CreateRequest {
  place: Place;
  reference: string;
  draft: unknown;
  /** Others than this run may have sent this create up to here. */
  uncertainSince?: Date | null;
}

export interface CreatedRecord {
  wire: unknown;
  outcome: "created" | "adopted";
}

/**
 * Creates the record, unless an earlier create that was in doubt made it, or `findExisting` finds one that
 * stands for the same thing.
 */
export async function createOnce(
  context: AttemptContext,
  request: CreateRequest,
  findExisting?: () => Promise<unknown>,
): Promise<CreatedRecord> {
  const doubt = await findDoubt(context, request);
  const found = doubt.since ? await lookUp(context, request) : null;
  const existing = found ?? (await findExisting?.()) ?? null;
  if (existing === null && doubt.since) assertSettled(context, request, doubt.since);
  const wire = existing ?? (await send(context, request));
  // Kept although it is settled: it is looked at again later (sweep/). A record that was found by what it
  // stands for says nothing about the create in doubt.
  if (doubt.since && (found !== null || existing === null)) noteEffect(context, request, { wire });
  return { wire, outcome: existing === null ? "created" : "adopted" };
}

/**
 * The record an earlier attempt may have made of what is to be taken back now; null when there is none
 * for certain. Throws WAITING_TO_SETTLE while one may still appear.
 */
export async function findMadeInDoubt(
  context: AttemptContext,
  request: Omit<CreateRequest, "draft">,
): Promise<unknown> {
  const { since, draft } = await findDoubt(context, request);
  if (!since) return null;
  const known = { ...request, draft };
  const wire = await lookUp(context, known, { isDeletedFine: true });
  if (wire === null) assertSettled(context, known, since);
  else noteEffect(context, known, { wire });
  return wire;
}

interface Doubt {
  /** The latest instant at which this create may have been sent before; null when it never was. */
  since: Date | null;
  /** What was sent, if the effect table holds it. */
  draft: unknown;
}

async function findDoubt(
  context: AttemptContext,
  { place, reference, uncertainSince = null }: Omit<CreateRequest, "draft">,
): Promise<Doubt> {
  const effect = await context.batched.findEffect({
    connectionId: place.connection.row.id,
    reference,
  });
  const instants = [
    effect?.state === "uncertain" ? effect.last_send_at : null,
    context.run.uncertainSince,
    context.configuration.quarantine?.uncertainUntil,
    uncertainSince,
  ].flatMap((instant) => instant?.getTime() ?? []);
  const since = instants.length === 0 ? null : new Date(Math.max(...instants));
  return { since, draft: effect?.draft };
}

/** `isDeletedFine`: a record that somebody deleted is as good as none. */
async function lookUp(
  context: AttemptContext,
  request: CreateRequest,
  { isDeletedFine = false } = {},
): Promise<unknown> {
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
    if (isDeletedFine) return null;
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
    if (!context.memory.lastCreateSent || provesNoCreate(error.code)) throw error;
    noteEffect(context, request, null);
    throw asUnknown(error, request);
  }
}

/** Notes that a create may have happened, or, with its record, that it did. */
function noteEffect(
  context: AttemptContext,
  { place, reference, draft }: CreateRequest,
  known: { wire: unknown } | null,
): void {
  context.memory.putEffect({
    connectionId: place.connection.row.id,
    reference,
    operation: place.entity.create?.id ?? place.entity.name,
    state: known ? "done" : "uncertain",
    lastSendAt: context.clock.now(),
    draft: (draft ?? {}) as JsonObject,
    toId: known ? place.entity.idOf(known.wire) : null,
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
