// What is known while a flow runs: the event, parameters, messages read so far and records written.

import { IntegrationError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import { type CompiledExpression, compileExpression } from "../mapping/expression.ts";
import type { LookupTables } from "../mapping/lookup-tables.ts";
import type { EmittedEvent, FlowSystems, SourceRecord } from "./ports.ts";

/** The event of a run, as conditions see it. */
export interface FlowEvent extends JsonObject {
  type: string;
  entity: string;
  entityId: string;
}

export interface StepScope {
  /** Role of the system the event came from. */
  triggerRole: string;
  event: FlowEvent;
  params: JsonObject;
  tables: LookupTables;
  systems: FlowSystems;
  now: Date;
  /** Messages by the name they were read or split as. */
  messages: ReadonlyMap<string, ScopedMessage>;
  /** Ids of written records by the `as` of their step. */
  records: Map<string, string>;
  /** What the run did so far. */
  progress: { changed: boolean };
  emit(event: EmittedEvent): void;
}

export interface ScopedMessage {
  value: unknown;
  source: SourceRecord;
  version: string | null;
  /** Part of a split message: what it is, and its own key. */
  part?: { entity: string; id: string };
}

/** The message a step names; `event` stands for the record the event is about. */
export function messageOf(scope: StepScope, name: string): ScopedMessage {
  const found = scope.messages.get(name);
  if (found) return found;
  if (name === "event") {
    const source = {
      role: scope.triggerRole,
      entity: scope.event.entity,
      id: scope.event.entityId,
    };
    return { value: scope.event, source, version: null };
  }
  throw new IntegrationError("CONFIGURATION_INVALID", `No earlier step reads "${name}".`);
}

const compiled = new Map<string, CompiledExpression>();
const compiledMax = 10_000;

/** Compiling costs far more than evaluating, and flows evaluate the same few texts for every event. */
function compile(text: string, names: readonly string[]): CompiledExpression {
  const key = JSON.stringify([text, names]);
  const known = compiled.get(key);
  if (known) return known;
  const variables = Object.fromEntries(names.map((name) => [name, "any" as const]));
  const fresh = compileExpression(text, { variables });
  if (compiled.size >= compiledMax) compiled.clear();
  compiled.set(key, fresh);
  return fresh;
}

/** Evaluates a condition over everything in scope; an absent one holds. */
export function holds(scope: StepScope, condition: string | undefined): boolean {
  if (condition === undefined) return true;
  const variables: Record<string, unknown> = {
    event: scope.event,
    params: scope.params,
    run: scope.progress,
  };
  for (const [name, message] of scope.messages) variables[name] = message.value;
  return compile(condition, Object.keys(variables)).evaluateCondition(variables, {
    lookups: scope.tables,
    now: scope.now,
  });
}

/** A scope in which one more message is known. */
export function withMessage(scope: StepScope, name: string, message: ScopedMessage): StepScope {
  return { ...scope, messages: new Map(scope.messages).set(name, message) };
}
