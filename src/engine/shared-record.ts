// Records that many sources share, such as one client for all orders of one e-mail address: looked for
// and made by one run at a time, per natural key (commerce-pitfalls P29).

import { ensureError, IntegrationError } from "../core/errors.ts";
import { type NaturalKey, releaseNaturalKey } from "../store/natural-keys.ts";
import { type AttemptContext, callSystem, type Place } from "./attempt-context.ts";
import { type CreatedRecord, createOnce } from "./create-effect.ts";
import { referenceOf } from "./reference.ts";

export interface SharedRequest {
  place: Place;
  key: string;
  /** Whether the other system can be searched by this key; a source's own id says nothing to it. */
  isSearchable: boolean;
  /** Builds the draft for the reference that all sources of this key share. */
  draft(reference: string): unknown;
}

export interface SharedRecord {
  id: string;
  reference: string;
  outcome: CreatedRecord["outcome"];
}

export async function findOrCreateShared(
  context: AttemptContext,
  request: SharedRequest,
): Promise<SharedRecord> {
  const naturalKey: NaturalKey = {
    connectionId: request.place.connection.row.id,
    entity: request.place.entity.name,
    key: request.key,
  };
  const text = `${naturalKey.connectionId}/${naturalKey.entity}/${naturalKey.key}`;
  return context.mutex.run(text, () => withClaim(context, request, naturalKey));
}

/** The reference of a shared record comes from its key, so that all its sources look for the same. */
function sharedReference(context: AttemptContext, key: NaturalKey): string {
  return referenceOf(context.referenceKey, {
    sourceConnectionId: "",
    entity: key.entity,
    id: key.key,
    purpose: "shared",
    targetConnectionId: key.connectionId,
  });
}

async function withClaim(
  context: AttemptContext,
  request: SharedRequest,
  key: NaturalKey,
): Promise<SharedRecord> {
  const holder = context.run.id;
  const reference = sharedReference(context, key);
  const claim = await context.batched.claimNaturalKey({ ...key, reference, holder });
  if (claim.kind === "known") return { id: claim.toId, reference, outcome: "adopted" };
  if (claim.kind === "busy") {
    throw new IntegrationError(
      "WAITING_FOR_RECORD",
      `The ${key.entity} is being made for another order of the same customer.`,
      { retryAfterMs: 500 },
    );
  }
  const { uncertainSince } = claim;
  const record = await findOrCreate(context, request, { reference, uncertainSince }).catch(
    async (thrown) => {
      const isUncertain = ensureError(thrown).code === "OUTCOME_UNKNOWN";
      await releaseNaturalKey(context.db, key, { holder, isUncertain });
      throw thrown;
    },
  );
  // When this fails, the claim stays: whoever takes it over then looks before it creates.
  await context.batched.settleNaturalKey({ ...key, reference, toId: record.id });
  return record;
}

async function findOrCreate(
  context: AttemptContext,
  request: SharedRequest,
  { reference, uncertainSince }: { reference: string; uncertainSince: Date | null },
): Promise<SharedRecord> {
  const { entity } = request.place;
  const draft = request.draft(reference);
  const create = { place: request.place, reference, draft, uncertainSince };
  const { wire, outcome } = await createOnce(context, create, () =>
    findExisting(context, request, draft),
  );
  return { id: entity.idOf(wire), reference, outcome };
}

/** The record the other system already has for the key, if it can be searched by it. */
async function findExisting(
  context: AttemptContext,
  { place, isSearchable }: SharedRequest,
  draft: unknown,
): Promise<unknown> {
  const { entity, connection } = place;
  const { findByNaturalKey } = entity;
  if (!isSearchable || !findByNaturalKey) return null;
  const found = await callSystem(context, connection, (call) => findByNaturalKey.run(draft, call));
  if (found.length <= 1) return found[0] ?? null;
  const ids = found.map((wire) => entity.idOf(wire));
  throw new IntegrationError(
    "DUPLICATE_FOUND",
    `${found.length} ${entity.name} records fit: ${ids.join(", ")}. It is not clear which is meant.`,
    { details: { ids } },
  );
}
