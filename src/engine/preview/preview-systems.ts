// The systems of a flow for a preview: reads are real, writes are only noted.

import type { Json } from "../../core/json.ts";
import type { ActionRequest, FlowSystems, WriteRequest, WrittenRecord } from "../../flows/ports.ts";
import { type AttemptContext, linkKeyOf, placeOf } from "../attempt-context.ts";
import { performCall } from "../call-effect.ts";
import type { LinkWrite } from "../run.ts";
import { findShared } from "../shared-record.ts";
import { createFlowSystems } from "../systems.ts";
import { planUpdate } from "../update-effect.ts";
import { beginWriting } from "../write-effect.ts";
import { draftOf, stageLink, type Writing } from "../writing.ts";
import {
  hashOf,
  isPlaceholder,
  type KnownRecords,
  type PlannedWrite,
  placeholderId,
} from "./planned-write.ts";

export interface PreviewNotes {
  writes: PlannedWrite[];
  /** The records the flow knows by name, as they become known. */
  records: KnownRecords;
}

/** `context` must be one of `previewContext`, so that nothing it does is sent or kept. */
export function createPreviewSystems(context: AttemptContext, notes: PreviewNotes): FlowSystems {
  return {
    ...createFlowSystems(context),
    write: (request) => previewWrite(context, request, notes),
    call: (request) => previewCall(context, request, notes),
  };
}

async function previewWrite(
  context: AttemptContext,
  request: WriteRequest,
  notes: PreviewNotes,
): Promise<WrittenRecord> {
  const begun = await beginWriting(context, request);
  if ("written" in begun) return begun.written;
  const { writing } = begun;
  const { link } = writing;
  if (link.state === "active" && link.toId !== null) {
    return previewUpdate(writing, link.toId, notes);
  }
  return previewCreate(writing, notes);
}

async function previewUpdate(
  writing: Writing,
  id: string,
  notes: PreviewNotes,
): Promise<WrittenRecord> {
  const planned = await planUpdate(writing, id);
  if ("unchanged" in planned) return planned.unchanged;
  note(notes, writing, { action: "update", id, draft: draftOf(writing, planned.message) });
  return { id, outcome: "updated", warnings: [] };
}

async function previewCreate(writing: Writing, notes: PreviewNotes): Promise<WrittenRecord> {
  const { context, request, place, link } = writing;
  const build = (reference: string) => draftOf(writing, request.build(reference));
  const shared =
    request.match === "link" ? null : await findShared(context, { place, link, draft: build });
  if (shared?.id) {
    stageLink(writing, { toId: shared.id });
    return { id: shared.id, outcome: "adopted", warnings: [] };
  }
  const reference = shared?.reference ?? link.reference;
  const id = placeholderId(notes.writes.length + 1);
  note(notes, writing, { action: "create", id: null, draft: build(reference), reference });
  stageLink(writing, { toId: id });
  return { id, outcome: "created", warnings: [] };
}

interface Noted {
  action: string;
  id: string | null;
  draft: unknown;
  reference?: string;
}

function note(notes: PreviewNotes, { place, link }: Pick<Writing, "place" | "link">, noted: Noted) {
  const write = {
    system: place.connection.row.title,
    record: place.entity.name,
    action: noted.action,
    id: isPlaceholder(noted.id) ? null : noted.id,
    reference: noted.reference ?? link.reference,
    draft: noted.draft as Json,
  };
  notes.writes.push({ ...write, hash: hashOf(write, notes.records) });
}

async function previewCall(
  context: AttemptContext,
  request: ActionRequest,
  notes: PreviewNotes,
): ReturnType<FlowSystems["call"]> {
  const place = placeOf(context, request.role, request.message);
  const act = async (link: LinkWrite) =>
    note(notes, { place, link }, { action: request.action, id: link.toId, draft: null });
  const known = await context.memory.link(linkKeyOf(context, request));
  if (known && isPlaceholder(known.toId)) {
    await act(known);
    return "done";
  }
  return performCall(context, request, (_place, link) => act(link));
}
