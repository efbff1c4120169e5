// What all records of the accounting family have in common: their path, their wrapper, and the calls to
// read, create and change one.

import { z } from "zod";
import type { CallContext } from "../../connector-kit/operation.ts";
import type { CallEffect } from "../../core/call-outcome.ts";
import { isJsonObject, type Json } from "../../core/json.ts";
import { callFreshbooks, unusableAnswer } from "./client.ts";
import { accountIdOf } from "./settings.ts";

export interface Resource<Wire> {
  /** After `/accounting/account/{account_id}/`, such as "users/clients". */
  path: string;
  /** Wrapper of one record; a wrong one is answered like an empty record (quirk 3). */
  singular: string;
  /** Wrapper of a list. */
  plural: string;
  wire: z.ZodType<Wire>;
  /** Parts that answers only hold when asked for (quirk 7). */
  includes?: readonly string[];
}

/** A vendor id as operations take it. */
export const recordIdSchema = z.object({
  id: z
    .string()
    .regex(/^\d{1,20}$/)
    .describe("FreshBooks' id of the record."),
});

export function pathOf(context: CallContext, resource: Resource<unknown>, id?: string): string {
  const path = `/accounting/account/${accountIdOf(context)}/${resource.path}`;
  return id === undefined ? path : `${path}/${encodeURIComponent(id)}`;
}

export function includesOf(resource: Resource<unknown>): [string, string][] {
  return (resource.includes ?? []).map((include): [string, string] => ["include[]", include]);
}

/** Checks a record against its wire schema; an unknown shape is an unusable answer. */
export function parseRecord<Wire>(
  resource: Resource<Wire>,
  value: Json | undefined,
  effect: CallEffect,
): Wire {
  const parsed = resource.wire.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join("."));
  throw unusableAnswer(effect, `it holds no ${resource.singular} as documented`, { fields });
}

/** As `parseRecord`, for a call about one record: somebody else's, from a broken cache, is no answer. */
function parseOwnRecord<Wire>(
  resource: Resource<Wire>,
  value: Json | undefined,
  asked: { id: string; effect: CallEffect },
): Wire {
  const record = parseRecord(resource, value, asked.effect);
  const id = isJsonObject(value) ? String(value["id"]) : "";
  if (id === asked.id) return record;
  throw unusableAnswer(asked.effect, `it holds another ${resource.singular} than ${asked.id}`, {
    id,
  });
}

/** Reads one record, also a deleted one (quirk 6). Throws RECORD_NOT_FOUND. */
export async function readRecord<Wire>(
  context: CallContext,
  resource: Resource<Wire>,
  id: string,
): Promise<Wire> {
  const result = await callFreshbooks(context, {
    method: "GET",
    path: pathOf(context, resource, id),
    query: includesOf(resource),
    effect: "read",
  });
  return parseOwnRecord(resource, result[resource.singular], { id, effect: "read" });
}

/** Creates a record; the answer to a POST is 200, not 201 (quirk 4). */
export async function createRecord<Wire>(
  context: CallContext,
  resource: Resource<Wire>,
  body: object,
): Promise<Wire> {
  const result = await callFreshbooks(context, {
    method: "POST",
    path: pathOf(context, resource),
    query: includesOf(resource),
    json: { [resource.singular]: body },
    effect: "create",
  });
  return parseRecord(resource, result[resource.singular], "create");
}

/**
 * Changes the given keys of a record. Never pass `vis_state` or an action together with anything else:
 * FreshBooks would discard the rest (quirk 5).
 */
export async function changeRecord<Wire>(
  context: CallContext,
  resource: Resource<Wire>,
  change: { id: string; body: object },
): Promise<Wire> {
  const result = await callFreshbooks(context, {
    method: "PUT",
    path: pathOf(context, resource, change.id),
    query: includesOf(resource),
    json: { [resource.singular]: change.body },
    effect: "update",
  });
  const asked = { id: change.id, effect: "update" } as const;
  return parseOwnRecord(resource, result[resource.singular], asked);
}
