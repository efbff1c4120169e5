// Takes records out of the three shapes Kentico wraps JSON answers in (Kentico quirk 4). Names inside
// a wrapper are table names or defaults, so everything is found by position, never by name.

import { type CallEffect, codeOf } from "../../core/call-outcome.ts";
import { IntegrationError } from "../../core/errors.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";

export interface Collection {
  records: JsonObject[];
  /** All matches, before paging. */
  totalRecords: number;
}

/** An answer that is not `what` it should be: after a write, nobody knows what happened. */
export function unexpected(what: string, effect: CallEffect = "read"): IntegrationError {
  const code = codeOf(effect, { kind: "unusable" });
  return new IntegrationError(code, `Kentico's answer is not ${what}.`);
}

function soleMember(value: unknown): Json | undefined {
  const members = isJsonObject(value) ? Object.values(value) : [];
  return members.length === 1 ? members[0] : undefined;
}

function objectsIn(value: unknown): JsonObject[] {
  const list = soleMember(value);
  if (!Array.isArray(list)) throw unexpected("a list of records");
  return list.filter(isJsonObject);
}

/** Throws UNREADABLE_ANSWER unless all rows a list counts are there; for lists that were not limited. */
export function wholeCollection(answer: Json): Collection {
  const collection = readCollection(answer);
  if (collection.records.length >= collection.totalRecords) return collection;
  throw unexpected("a whole list");
}

/** A list: `[{"COM_Order": [...]}, {"TotalRecords": [{"TotalRecords": "1"}]}]`; one part means empty. */
export function readCollection(answer: Json): Collection {
  const parts = soleMember(answer);
  if (!Array.isArray(parts)) throw unexpected("a collection");
  const [records, total] = parts;
  if (records === undefined || total === undefined) return { records: [], totalRecords: 0 };
  const [count] = objectsIn(total);
  const totalRecords = Number(soleMember(count));
  if (!Number.isSafeInteger(totalRecords)) throw unexpected("a collection with a total");
  return { records: objectsIn(records), totalRecords };
}

/** One object (`{"data": {...}}`), or what a write answers (`{"COM_Order": {"OrderID": 1}}`). */
export function readRecord(answer: Json, effect: CallEffect = "read"): JsonObject {
  const record = soleMember(answer);
  if (!isJsonObject(record)) throw unexpected("a record", effect);
  return record;
}
