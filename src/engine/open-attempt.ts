// Gathers what an attempt needs: its flow, and the connections that play the flow's roles.

import type { KeyObject } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Db } from "../store/schema.ts";
import type { AttemptContext } from "./attempt-context.ts";
import type { BatchedStore } from "./batched-store.ts";
import type { LeaseKeeper } from "./claims.ts";
import type { Configuration } from "./configuration.ts";
import type { KeyedMutex } from "./keyed-mutex.ts";
import type { LiveConnection } from "./live-connection.ts";
import type { LiveConnections } from "./live-connections.ts";
import type { createMappingRegistry } from "./mapping-registry.ts";
import type { ClaimedRun } from "./run.ts";
import { createRunMemory } from "./run-memory.ts";
import { undoScopeOf } from "./undo/undo-event.ts";

export interface AttemptInput {
  db: Db;
  batched: BatchedStore;
  clock: Clock;
  connections: LiveConnections;
  mappings: ReturnType<typeof createMappingRegistry>;
  leases: Pick<LeaseKeeper, "assertHeld">;
  referenceKey: KeyObject;
}

export interface OpeningAttempt {
  run: ClaimedRun;
  configuration: Configuration;
  mutex: KeyedMutex;
  signal: AbortSignal;
}

/** Throws NOT_FOUND or FLOW_DISABLED when the flow of the run cannot work. */
export async function openAttempt(
  input: AttemptInput,
  { run, configuration, mutex, signal }: OpeningAttempt,
): Promise<AttemptContext> {
  const flow = configuration.flows.get(run.flowId);
  if (!flow) throw new IntegrationError("NOT_FOUND", `The flow "${run.flowId}" does not exist.`);
  if (!flow.enabled && undoScopeOf(run) === null) {
    throw new IntegrationError("FLOW_DISABLED", `The flow "${flow.id}" is disabled.`);
  }
  const connections = new Map<string, LiveConnection>();
  for (const [role, ids] of Object.entries(flow.roles)) {
    const id = role === flow.document.on.from ? run.connectionId : ids[0];
    if (id) connections.set(role, await input.connections.get(configuration, id));
  }
  return {
    db: input.db,
    batched: input.batched,
    clock: input.clock,
    run,
    flow,
    configuration,
    connections,
    mappings: input.mappings.of(configuration),
    memory: createRunMemory(input.batched),
    mutex,
    referenceKey: input.referenceKey,
    signal,
    assertLease: () => input.leases.assertHeld(run),
  };
}
