// What a step may use while it runs. The engine implements these; flows never see database or queue.

import type { MessageName } from "../canonical/messages.ts";
import type { JsonObject } from "../core/json.ts";
import type { LookupTables } from "../mapping/lookup-tables.ts";

/** The record that causes an effect, as its own system knows it. */
export interface SourceRecord {
  role: string;
  entity: string;
  id: string;
}

/** What an effect is: the record that causes it, what for, and where it goes. */
export interface EffectIdentity {
  role: string;
  message: MessageName;
  source: SourceRecord;
  /** What the effect is for, such as "invoice" or "payment:ch_3PX". */
  purpose: string;
  /** Version (ISO instant) of the source record; an older one never overwrites a newer one. */
  version: string | null;
}

export interface WriteRequest extends EffectIdentity {
  match: "link" | "natural-key";
  update: "always" | "while-open" | "never";
  /** Builds the canonical message; it must carry the reference K it is given. */
  build(reference: string): unknown;
  /**
   * Compares what the other system made of the message with what was meant. Gives a corrected
   * message to write once more, or null when it fits; throws when it cannot be corrected.
   */
  correct?(written: unknown, sent: unknown): unknown;
}

/** A record of another system after it was written or found. */
export interface WrittenRecord {
  /** The system's own id. */
  id: string;
  outcome: "created" | "updated" | "adopted" | "unchanged" | "superseded";
  /** What a person should know about it, such as that a payment was larger than the invoice. */
  warnings: string[];
}

/** The systems of a flow, by role. */
export interface FlowSystems {
  /** Reads a record in its current state as a canonical message. */
  read(role: string, message: MessageName, id: string): Promise<unknown>;
  /** Whether its system told us that a record was deleted. */
  wasDeleted(source: SourceRecord): Promise<boolean>;
  /** Creates or updates a record: exactly one effect, however often it is asked for. */
  write(request: WriteRequest): Promise<WrittenRecord>;
  /** Calls a named action on the record an effect made, once. */
  call(request: ActionRequest): Promise<"done" | "unchanged" | "remembered">;
  /** Settings of the connection that plays a role, for translators that must know its traits. */
  settings(role: string): JsonObject;
}

export interface ActionRequest extends EffectIdentity {
  action: string;
  /** while-open: a record that is paid is not touched but put before a person. */
  only: "always" | "while-open";
  /** remember: without a record nothing is done, and none is made by an older or equal version. */
  absent: "fail" | "remember";
}

/** An event a flow publishes for others. */
export interface EmittedEvent {
  type: string;
  source: SourceRecord;
  data: JsonObject;
}

/** What translators are handed. */
export interface TranslationInput {
  /** The message a step names in `from` or `split`. */
  message: unknown;
  params: JsonObject;
  tables: LookupTables;
  /** Ids of records written earlier in this run, by the `as` of their step. */
  records: Readonly<Record<string, string>>;
  /** Reference K of the effect; empty for splits. */
  reference: string;
  /** Settings of the target connection. */
  target: JsonObject;
}

/** Makes one canonical message out of another; named in flow documents by `by`. */
export interface WriteTranslator {
  kind: "write";
  id: string;
  from: MessageName;
  to: MessageName;
  /** The record the effect belongs to; never derived from content that may change. */
  source(message: unknown, params: JsonObject): { entity: string; id: string; purpose: string };
  translate(input: TranslationInput): unknown;
  /** See WriteRequest.correct. */
  correct?(written: unknown, sent: unknown, input: TranslationInput): unknown;
}

/** Makes several canonical messages out of one. */
export interface SplitTranslator {
  kind: "split";
  id: string;
  from: MessageName;
  to: MessageName;
  translate(input: TranslationInput): unknown[];
}

export type Translator = WriteTranslator | SplitTranslator;

/** A named check of a message; throws what is wrong. */
export interface Check {
  id: string;
  of: MessageName;
  run(message: unknown, params: JsonObject): void;
}
