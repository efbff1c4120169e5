// A kind of record of one system and what can be done with it, in terms the engine understands.

import type { z } from "zod";
import type { MessageName } from "../canonical/messages.ts";
import type { Json } from "../core/json.ts";
import type { Operation } from "./operation.ts";

/** What is looked up after a create whose outcome is unknown. */
export interface ReferenceQuery<Draft> {
  /** Our reference K; must be compared exactly on every row the vendor returns. */
  reference: string;
  /**
   * What was, or would be, created, or a record of it; absent when a crash left no memory of it. Only
   * narrows the search.
   */
  draft?: Draft | undefined;
}

/** How a record that we made is taken back again. */
export interface Reversal<Wire> {
  /** Deletes or voids the record as far as the vendor can; calling it twice does it once. */
  undo: Operation<{ id: string }, Wire>;
  /** Records, whoever made them, that would lose their footing, such as payments of an invoice. */
  dependents?: Operation<{ id: string }, Dependent[]>;
}

export interface Dependent {
  /** The vendor's own word for it. */
  entity: string;
  id: string;
}

/** `Wire` is the vendor's record as read, `Draft` what is written to create or change one. */
export interface Entity<Wire = unknown, Draft = unknown> {
  /** The vendor's own word, such as "client". */
  name: string;
  canonical: MessageName;
  wire: z.ZodType<Wire>;
  draft?: z.ZodType<Draft>;
  /** The vendor's id of a record. */
  idOf(wire: Wire): string;
  /** Names of the mapping documents between this entity and its canonical message. */
  mappings: { toCanonical: string; fromCanonical?: string };
  read?: Operation<{ id: string }, Wire>;
  create?: Operation<Draft, Wire>;
  /** Writes the whole desired state of a record (absolute, so repeating it is harmless). */
  update?: Operation<{ id: string; draft: Draft }, Wire>;
  /** All records, on all pages, also archived and deleted ones, that carry exactly this reference. */
  findByReference?: Operation<ReferenceQuery<Draft>, Wire[]>;
  /** Records that are the same thing in the real world (one client per e-mail), compared exactly. */
  findByNaturalKey?: Operation<Draft, Wire[]>;
  /** Work on records with the same key is done one at a time; null when the draft has no such key. */
  naturalKeyOf?(draft: Draft): string | null;
  /** True for records a person deleted in the vendor's system. */
  isDeleted?(wire: Wire): boolean;
  /** References of ours that a record carries. */
  referencesOf?(wire: Wire): string[];
  /** When a record was changed last (ISO 8601), if the vendor says so. */
  changedAt?(wire: Wire): string | null;
  /**
   * What a record says of what we write, in parts by name and without what changes by itself: equal parts
   * mean that nobody changed them since.
   */
  contentOf?(wire: Wire): Readonly<Record<string, Json>>;
  /** All records changed since an instant, deleted ones too; may give more than was asked for. */
  listChanged?: Operation<{ since: string }, Wire[]>;
  /** Named actions on one record, such as "send" or "void". */
  actions?: Readonly<Record<string, Operation<{ id: string }, Wire>>>;
  /** Absent for records that cannot be taken back. */
  reversal?: Reversal<Wire>;
}

/** Declares an entity; its types are checked here and then forgotten, as the engine treats all alike. */
export function defineEntity<Wire, Draft>(entity: Entity<Wire, Draft>): Entity {
  return entity as unknown as Entity;
}
