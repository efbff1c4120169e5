// What a run would write, found out without writing anything.

import { contentHash } from "../../core/hash.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";

/** One write a run would make, as it would be made. */
export interface PlannedWrite extends JsonObject {
  /** Title of the connection it goes to. */
  system: string;
  /** The system's own word for the record, such as "invoice". */
  record: string;
  /** create, update, or the name of an action such as send. */
  action: string;
  /** The record that is changed; null for one that is made. */
  id: string | null;
  /** Our reference K of the effect. */
  reference: string;
  /** What would be sent, in the system's own fields; null for an action. */
  draft: Json;
  /** Equal for two writes that differ only in the ids of records made meanwhile. */
  hash: string;
}

/**
 * Stands for the id of a record that is not made yet; long enough not to be taken for another value. Our
 * connectors' drafts take ids of digits.
 */
export function placeholderId(position: number): string {
  return `9${String(position).padStart(14, "0")}`;
}

export function isPlaceholder(id: string | null): boolean {
  return id !== null && /^90{8}\d{6}$/.test(id);
}

/** The records known by name so far, with their ids, real or standing in. */
export type KnownRecords = ReadonlyMap<string, string>;

export function hashOf(
  write: Pick<PlannedWrite, "record" | "action" | "reference" | "draft">,
  records: KnownRecords,
): string {
  const names = new Map([...records].map(([name, id]) => [id, `<${name}>`]));
  return contentHash([write.record, write.action, write.reference, withNames(write.draft, names)]);
}

/** Ids of records by their names: an id differs before and after the record is made. */
function withNames(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return names.get(value) ?? value;
  if (typeof value === "number") return names.get(String(value)) ?? value;
  if (Array.isArray(value)) return value.map((item) => withNames(item, names));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withNames(member, names)]),
  );
}
