// Calls a named action, such as send or void, on the record an effect made.

import { IntegrationError } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import type { ActionRequest } from "../flows/ports.ts";
import {
  type AttemptContext,
  callSystem,
  effectReference,
  isStale,
  linkKeyOf,
  type Place,
  placeOf,
  toMessage,
} from "./attempt-context.ts";
import { findMadeInDoubt } from "./create-effect.ts";
import type { LinkWrite } from "./run.ts";
import { isSettledDocument, readLinked } from "./update-effect.ts";

export type ActionResult = "done" | "unchanged" | "remembered";

/** Does the action on the record of a link; a preview only notes it. */
export type Act = (place: Place, link: LinkWrite, id: string) => Promise<void>;

export async function performCall(
  context: AttemptContext,
  request: ActionRequest,
  actOn: Act = (place, link, id) => act(context, request, { place, link, id }),
): Promise<ActionResult> {
  const place = placeOf(context, request.role, request.message);
  const known = await context.memory.link(linkKeyOf(context, request));
  const link = known?.toId
    ? known
    : await linkMadeInDoubt(context, request, { place, link: known });
  if (!link?.toId) return withoutRecord(context, request, { place, link });
  if (link.state === "deleted" || link.data[request.action] === true) return "unchanged";
  if (isStale(request.version, link.sourceVersion)) return "unchanged";
  if (request.only === "while-open" && (await isGone(context, place, link))) return "unchanged";
  await actOn(place, link, link.toId);
  return "done";
}

interface LinkedPlace {
  place: Place;
  link: LinkWrite | null;
}

/** The link of a record that an attempt made before it died; what is taken back must not stay behind. */
async function linkMadeInDoubt(
  context: AttemptContext,
  request: ActionRequest,
  { place, link }: LinkedPlace,
): Promise<LinkWrite | null> {
  if (request.absent === "fail") return link;
  const key = linkKeyOf(context, request);
  const reference = link?.reference ?? effectReference(context, key);
  const wire = await findMadeInDoubt(context, { place, reference });
  if (wire === null) return link;
  const made: LinkWrite = {
    ...key,
    toEntity: place.entity.name,
    toId: place.entity.idOf(wire),
    reference,
    contentHash: null,
    sourceVersion: null,
    state: "active",
    data: {},
  };
  context.memory.putLink(made);
  return made;
}

/** A cancellation that comes first is remembered, so that nothing late creates the record. */
function withoutRecord(
  context: AttemptContext,
  request: ActionRequest,
  { place, link }: LinkedPlace,
): ActionResult {
  if (request.absent === "fail") {
    throw new IntegrationError(
      "RECORD_NOT_FOUND",
      `There is no ${place.entity.name} yet to ${request.action}.`,
    );
  }
  const key = linkKeyOf(context, request);
  context.memory.putLink({
    ...key,
    toEntity: place.entity.name,
    toId: null,
    reference: link?.reference ?? effectReference(context, key),
    contentHash: null,
    sourceVersion: request.version ?? link?.sourceVersion ?? null,
    state: "suppressed",
    data: {},
  });
  return "remembered";
}

/** True when a person deleted the record already; throws when it is paid. */
async function isGone(context: AttemptContext, place: Place, link: LinkWrite): Promise<boolean> {
  const wire = await readLinked(context, place, link.toId ?? "");
  if (place.entity.isDeleted?.(wire)) {
    context.memory.putLink({ ...link, state: "deleted" });
    return true;
  }
  const message = toMessage(context, place, wire);
  if (!isJsonObject(message) || !isSettledDocument(message)) return false;
  throw new IntegrationError(
    "DOCUMENT_LOCKED",
    `The ${place.entity.name} ${link.toId} is ${String(message["status"])}, so it cannot be taken back.`,
    { details: { id: link.toId } },
  );
}

async function act(
  context: AttemptContext,
  request: ActionRequest,
  { place, link, id }: { place: Place; link: LinkWrite; id: string },
): Promise<void> {
  const action = place.entity.actions?.[request.action];
  if (!action) {
    throw new IntegrationError(
      "NOT_SUPPORTED",
      `${place.connection.connector.title} cannot ${request.action} a ${place.entity.name}.`,
    );
  }
  const wire = await callSystem(context, place.connection, (call) => action.run({ id }, call));
  context.memory.putLink({
    ...link,
    sourceVersion: request.version ?? link.sourceVersion,
    state: place.entity.isDeleted?.(wire) ? "deleted" : link.state,
    data: { ...link.data, [request.action]: true },
  });
}
