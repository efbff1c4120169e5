// A write while it is being done: the request, its place and its link, and what all kinds of writes need.

import { IntegrationError } from "../core/errors.ts";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import { isZero } from "../core/money.ts";
import type { WriteRequest } from "../flows/ports.ts";
import { type AttemptContext, type Place, toMessage, translate } from "./attempt-context.ts";
import type { LinkWrite } from "./run.ts";
import { fingerprintsOf } from "./written-content.ts";

export interface Writing {
  context: AttemptContext;
  request: WriteRequest;
  place: Place;
  link: LinkWrite;
}

/** The vendor's draft of a message, checked. */
export function draftOf({ context, place }: Writing, message: unknown): unknown {
  const output = translate(context, place, { direction: "fromCanonical", value: message });
  const parsed = place.entity.draft?.safeParse(output);
  if (!parsed) return output;
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new IntegrationError(
    "MAPPING_FAILED",
    `The ${place.entity.name} is not valid: ${issue?.path.join(".")}: ${issue?.message}.`,
    {
      details: {
        draft: output,
        problems: parsed.error.issues.map(({ path, message: text }) => ({ path, text })),
      },
    },
  );
}

/** Notes what is known of the record; written when the attempt ends, also when a later step fails. */
export function stageLink(writing: Writing, change: Partial<LinkWrite>): void {
  const { context, request, link } = writing;
  Object.assign(link, {
    state: "active",
    sourceVersion: request.version ?? link.sourceVersion,
    ...change,
  });
  context.memory.putLink({ ...link });
}

/** What a link keeps of its record besides: the actions done, and what it said when we wrote it last. */
export function writtenData({ place, link }: Writing, wire: unknown): JsonObject {
  const written = fingerprintsOf(place.entity, wire);
  return written ? { ...link.data, written } : link.data;
}

/** As `writtenData`, of a record that people may go on with as they like: kept only to be undone. */
export function madeData({ place, link }: Writing, wire: unknown): JsonObject {
  const made = fingerprintsOf(place.entity, wire);
  return made ? { ...link.data, made } : link.data;
}

/** What a person should know although nothing failed (commerce-pitfalls P15). */
export function warningsOf(written: unknown): string[] {
  const overpaid = isJsonObject(written) ? written["overpaid"] : null;
  if (!isJsonObject(overpaid) || typeof overpaid["amount"] !== "string") return [];
  if (isZero(overpaid["amount"])) return [];
  return [
    `The payment was larger than what was open: ${overpaid["amount"]} ${overpaid["currency"]} became a credit.`,
  ];
}

/** What the other system made of a record, as a canonical message. */
export function writtenMessage({ context, place }: Writing, wire: unknown): unknown {
  return toMessage(context, place, wire);
}
