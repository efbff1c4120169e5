// Writes a message to a system with exactly one effect: updates what a link knows, skips what has not
// changed, and otherwise creates once.

import { IntegrationError } from "../core/errors.ts";
import { contentHash } from "../core/hash.ts";
import type { WriteRequest, WrittenRecord } from "../flows/ports.ts";
import {
  type AttemptContext,
  effectReference,
  isStale,
  linkKeyOf,
  placeOf,
} from "./attempt-context.ts";
import { createOnce } from "./create-effect.ts";
import { type ClaimedRun, type LinkWrite, subjectKeyOf } from "./run.ts";
import { settleContent } from "./settle-content.ts";
import { findOrCreateShared } from "./shared-record.ts";
import { updateLinked } from "./update-effect.ts";
import { draftOf, madeData, stageLink, type Writing, warningsOf, writtenData } from "./writing.ts";

export async function performWrite(
  context: AttemptContext,
  request: WriteRequest,
): Promise<WrittenRecord> {
  const begun = await beginWriting(context, request);
  if ("written" in begun) return begun.written;
  const { writing } = begun;
  const { link } = writing;
  if (link.state === "active" && link.toId !== null) return updateLinked(writing, link.toId);
  return create(writing);
}

/**
 * What is known before a write; or its result, when there is nothing to write. Throws
 * RECORD_CHANGED_OUTSIDE for a record that was taken back.
 */
export async function beginWriting(
  context: AttemptContext,
  request: WriteRequest,
): Promise<{ writing: Writing } | { written: WrittenRecord }> {
  const place = placeOf(context, request.role, request.message);
  const key = linkKeyOf(context, request);
  const known = await context.memory.link(key);
  if (known && isStale(request.version, known.sourceVersion)) {
    return { written: { id: known.toId ?? "", outcome: "superseded", warnings: [] } };
  }
  const link: LinkWrite = known ?? {
    ...key,
    toEntity: place.entity.name,
    toId: null,
    reference: effectReference(context, key),
    contentHash: null,
    sourceVersion: null,
    state: "active",
    data: {},
  };
  const writing = { context, request, place, link };
  if (link.state !== "deleted") return { writing };
  if (request.match === "link" || !isUndoneForAnother(link, context.run)) throw takenBack(writing);
  return { writing: { ...writing, link: { ...link, state: "active", toId: null, data: {} } } };
}

/** A record that several sources share is made anew for others than the one it was taken back for. */
function isUndoneForAnother({ data }: LinkWrite, run: ClaimedRun): boolean {
  return typeof data["undoneFor"] === "string" && data["undoneFor"] !== subjectKeyOf(run);
}

function takenBack({ place, link }: Writing): IntegrationError {
  return new IntegrationError(
    "RECORD_CHANGED_OUTSIDE",
    `The ${place.entity.name} ${link.toId ?? ""} was taken back, but its source is active again.`,
    { details: { id: link.toId, reference: link.reference } },
  );
}

async function create(writing: Writing): Promise<WrittenRecord> {
  const { context, request, place, link } = writing;
  const build = (reference: string) => draftOf(writing, request.build(reference));
  if (request.match === "link") return createOwn(writing);
  const shared = await findOrCreateShared(context, { place, link, draft: build });
  const { id, reference } = shared;
  const data = shared.outcome === "created" ? madeData(writing, shared.wire) : link.data;
  stageLink(writing, { toId: id, reference, data });
  return { id: shared.id, outcome: shared.outcome, warnings: [] };
}

async function createOwn(writing: Writing): Promise<WrittenRecord> {
  const { context, request, place, link } = writing;
  const message = request.build(link.reference);
  const draft = draftOf(writing, message);
  const { wire, outcome } = await createOnce(context, { place, reference: link.reference, draft });
  const toId = place.entity.idOf(wire);
  stageLink(writing, { toId, contentHash: null });
  if (outcome === "adopted" && request.update !== "never") return refresh(writing, toId);
  const settled = await settleContent(writing, { id: toId, message, wire });
  const data = writtenData(writing, settled.wire);
  stageLink(writing, { toId, contentHash: contentHash(draft), data });
  return { id: toId, outcome, warnings: warningsOf(settled.message) };
}

/** What was adopted may say what an earlier attempt meant: since then, the source may have changed. */
async function refresh(writing: Writing, id: string): Promise<WrittenRecord> {
  const { warnings } = await updateLinked(writing, id);
  return { id, outcome: "adopted", warnings };
}
