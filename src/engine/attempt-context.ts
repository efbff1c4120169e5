// What the parts of one attempt share: who it works for, what it may use, what it has done so far.

import type { KeyObject } from "node:crypto";
import type { MessageName } from "../canonical/messages.ts";
import { parseMessage } from "../canonical/messages.ts";
import type { Entity } from "../connector-kit/entity.ts";
import type { CallContext } from "../connector-kit/operation.ts";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { EffectIdentity } from "../flows/ports.ts";
import type { MappingInput } from "../mapping/run.ts";
import type { LinkKey } from "../store/links.ts";
import type { Db } from "../store/schema.ts";
import type { BatchedStore } from "./batched-store.ts";
import type { Configuration, ConfiguredFlow } from "./configuration.ts";
import { failureOf } from "./failure.ts";
import type { KeyedMutex } from "./keyed-mutex.ts";
import { assertUsable, type LiveConnection } from "./live-connection.ts";
import type { Direction, MappingRegistry } from "./mapping-registry.ts";
import { referenceOf } from "./reference.ts";
import type { ClaimedRun } from "./run.ts";
import type { RunMemory } from "./run-memory.ts";

export interface AttemptContext {
  db: Db;
  /** For what every run asks: shared with the other runs under way. */
  batched: BatchedStore;
  clock: Clock;
  run: ClaimedRun;
  flow: ConfiguredFlow;
  configuration: Configuration;
  /** The connections of the flow by role. */
  connections: ReadonlyMap<string, LiveConnection>;
  mappings: MappingRegistry;
  memory: RunMemory;
  mutex: KeyedMutex;
  referenceKey: KeyObject;
  signal: AbortSignal;
  /** Throws LEASE_LOST unless the claim still holds; called in the tick of every send. */
  assertLease(): void;
}

/** One system and the kind of record an effect is about. */
export interface Place {
  connection: LiveConnection;
  entity: Entity;
}

export function placeOf(context: AttemptContext, role: string, message: MessageName): Place {
  const connection = context.connections.get(role);
  if (!connection) {
    throw new IntegrationError(
      "CONFIGURATION_INVALID",
      `The flow "${context.flow.id}" has no connection for the role "${role}".`,
      { hint: `Name one with: flows enable ${context.flow.id} --role ${role}=<connection>` },
    );
  }
  const entity = connection.connector.entities[message];
  if (entity) return { connection, entity };
  throw new IntegrationError(
    "NOT_SUPPORTED",
    `${connection.connector.title} has no records for "${message}".`,
  );
}

/** Calls a system; what goes over the wire is kept for the trace, and the lease is checked at each send. */
export async function callSystem<T>(
  context: AttemptContext,
  connection: LiveConnection,
  work: (call: CallContext) => Promise<T>,
): Promise<T> {
  assertUsable(connection.row);
  const { memory } = context;
  const call = connection.open({
    signal: context.signal,
    lane: context.flow.id,
    onExchange: (exchange) => void memory.exchanges.push(exchange),
    beforeSend: (request) => {
      if (request.effect === "read") return;
      context.assertLease();
      if (request.effect === "create") memory.lastCreateSent = true;
    },
  });
  try {
    return await work(call);
  } catch (thrown) {
    memory.failedConnectionId = connection.row.id;
    memory.failedConnectionKnownAt = connection.row.updated_at;
    throw failureOf(thrown);
  }
}

/** Translates between a vendor's record and a canonical message. */
export function translate(
  context: AttemptContext,
  place: Place,
  job: { direction: Direction; value: unknown },
): unknown {
  const { connection, entity } = place;
  const input: MappingInput = {
    src: job.value,
    settings: connection.settings,
    event: { type: context.run.event.type, entityId: context.run.entityId },
    params: context.flow.params,
    lookups: context.configuration.lookups,
    now: context.clock.now(),
  };
  return context.mappings.find(connection, entity, job.direction).run(input).output;
}

/** A vendor's record as a checked canonical message. */
export function toMessage(context: AttemptContext, place: Place, wire: unknown): unknown {
  const output = translate(context, place, { direction: "toCanonical", value: wire });
  return parseMessage(place.entity.canonical, output);
}

export function linkKeyOf(context: AttemptContext, identity: EffectIdentity): LinkKey {
  const from = context.connections.get(identity.source.role);
  const to = context.connections.get(identity.role);
  return {
    fromConnectionId: from?.row.id ?? context.run.connectionId,
    fromEntity: identity.source.entity,
    fromId: identity.source.id,
    purpose: identity.purpose,
    toConnectionId: to?.row.id ?? "",
  };
}

/** Reference K of an effect. */
export function effectReference(context: AttemptContext, key: LinkKey): string {
  return referenceOf(context.referenceKey, {
    sourceConnectionId: key.fromConnectionId,
    entity: key.fromEntity,
    id: key.fromId,
    purpose: key.purpose,
    targetConnectionId: key.toConnectionId,
  });
}

/** True when `version` is older than what was last applied: it must not overwrite anything. */
export function isStale(version: string | null, applied: string | null): boolean {
  return version !== null && applied !== null && Date.parse(version) < Date.parse(applied);
}
