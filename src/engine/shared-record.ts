// Records that many sources share, such as one client for all orders of one e-mail address: looked for
// and made by one run at a time, per natural key (commerce-pitfalls P29).

import { ensureError, IntegrationError } from "../core/errors.ts";
import { findNaturalKey, type NaturalKey, releaseNaturalKey } from "../store/natural-keys.ts";
import { type AttemptContext, callSystem, type Place } from "./attempt-context.ts";
import { type CreatedRecord, createOnce } from "./create-effect.ts";
import { referenceOf } from "./reference.ts";
import type { LinkWrite } from "./run.ts";

export interface SharedRequest {
  place: Place;
  /** Of the source that asks; its own id is the key of records that have no natural one. */
  link: Pick<LinkWrite, "fromConnectionId" | "fromEntity" | "fromId" | "reference">;
  /** Builds the draft for the reference that all sources of this key share. */
  draft(reference: string): unknown;
}

export interface SharedRecord {
  id: string;
  reference: string;
  outcome: CreatedRecord["outcome"];
  /** As the other system gave it; null when it was known before. */
  wire: unknown;
}

export async function findOrCreateShared(
  context: AttemptContext,
  request: SharedRequest,
): Promise<SharedRecord> {
  const key = keyOf(request);
  const text = `${key.connectionId}/${key.entity}/${key.key}`;
  return context.mutex.run(text, () => withClaim(context, request, key));
}

/** The record that `findOrCreateShared` would find, and the reference one that it made would carry. */
export async function findShared(
  context: AttemptContext,
  request: SharedRequest,
): Promise<{ id: string | null; reference: string }> {
  const key = keyOf(request);
  const reference = sharedReference(context, key);
  const known = await findNaturalKey(context.db, key);
  if (known) return { id: known, reference };
  const wire = await findExisting(context, request, { key, draft: request.draft(reference) });
  return { id: wire === null ? null : request.place.entity.idOf(wire), reference };
}

interface SharedKey extends NaturalKey {
  /** Whether the other system can be searched by this key; a source's own id says nothing to it. */
  isSearchable: boolean;
}

function keyOf({ place, link, draft }: SharedRequest): SharedKey {
  const naturalKey = place.entity.naturalKeyOf?.(draft(link.reference)) ?? null;
  return {
    connectionId: place.connection.row.id,
    entity: place.entity.name,
    key: naturalKey ?? `${link.fromConnectionId}/${link.fromEntity}/${link.fromId}`,
    isSearchable: naturalKey !== null,
  };
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
  key: SharedKey,
): Promise<SharedRecord> {
  const holder = context.run.id;
  const reference = sharedReference(context, key);
  const claim = await context.batched.claimNaturalKey({ ...key, reference, holder });
  if (claim.kind === "known") return { id: claim.toId, reference, outcome: "adopted", wire: null };
  if (claim.kind === "busy") {
    throw new IntegrationError(
      "WAITING_FOR_RECORD",
      `The ${key.entity} is being made for another order of the same customer.`,
      { retryAfterMs: 500 },
    );
  }
  const { uncertainSince } = claim;
  const record = await findOrCreate(context, request, { key, reference, uncertainSince }).catch(
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

interface SharedCreate {
  key: SharedKey;
  reference: string;
  uncertainSince: Date | null;
}

async function findOrCreate(
  context: AttemptContext,
  request: SharedRequest,
  { key, reference, uncertainSince }: SharedCreate,
): Promise<SharedRecord> {
  const { entity } = request.place;
  const draft = request.draft(reference);
  const create = { place: request.place, reference, draft, uncertainSince };
  const { wire, outcome } = await createOnce(context, create, () =>
    findExisting(context, request, { key, draft }),
  );
  return { id: entity.idOf(wire), reference, outcome, wire };
}

/** The record the other system already has for the key, if it can be searched by it. */
async function findExisting(
  context: AttemptContext,
  { place }: SharedRequest,
  { key, draft }: { key: SharedKey; draft: unknown },
): Promise<unknown> {
  const { entity, connection } = place;
  const { findByNaturalKey } = entity;
  if (!key.isSearchable || !findByNaturalKey) return null;
  const found = await callSystem(context, connection, (call) => findByNaturalKey.run(draft, call));
  if (found.length <= 1) return found[0] ?? null;
  const ids = found.map((wire) => entity.idOf(wire));
  throw new IntegrationError(
    "DUPLICATE_FOUND",
    `${found.length} ${entity.name} records fit: ${ids.join(", ")}. It is not clear which is meant.`,
    { details: { ids } },
  );
}
