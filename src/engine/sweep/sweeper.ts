// Looks again at what was written: effects that were in doubt, and every night all of it. What does not fit
// becomes a finding for a person; nothing is repaired or deleted here.

import type { Connector } from "../../connector-kit/connector.ts";
import type { Entity } from "../../connector-kit/entity.ts";
import type { Clock } from "../../core/clock.ts";
import type { IntegrationError } from "../../core/errors.ts";
import type { Random } from "../../core/ids.ts";
import type { Finding } from "../../store/findings.ts";
import type { ReferencePosition } from "../../store/known-references.ts";
import {
  addReconciliation,
  claimDueReconciliation,
  failReconciliation,
  findReconciliation,
  finishReconciliation,
  notePosition,
  type Reconciliation,
} from "../../store/reconciliations.ts";
import type { Db } from "../../store/schema.ts";
import { type BackgroundLoop, createBackgroundLoop } from "../background-loop.ts";
import type { Configuration, ConfigurationSource } from "../configuration.ts";
import { failureOf } from "../failure.ts";
import type { LiveConnections } from "../live-connections.ts";
import { tendQuarantine } from "../quarantine.ts";
import { describeError } from "../runner.ts";
import { type Examination, examine } from "./examine.ts";
import { nextAtHour } from "./nightly.ts";
import { type PassResult, reconcile, recordIdsOf } from "./reconcile.ts";
import { sweepEffects } from "./sweep-effects.ts";

export interface SweeperInput {
  db: Db;
  clock: Clock;
  random: Random;
  configuration: ConfigurationSource;
  connections: LiveConnections;
  connectors: ReadonlyMap<string, Connector>;
  /** Hour of the day, UTC, at which everything is compared; 3 when absent. */
  reconcileHour?: number | undefined;
  onError(error: IntegrationError): void;
}

export interface Reconciled extends PassResult {
  connection: string;
  entity: string;
}

export interface Sweeper extends BackgroundLoop {
  /** Looks at what is due, once. */
  sweepDue(): Promise<void>;
  /** Compares now: all connections, or one; from `since`, or from where the last comparison ended. */
  reconcileNow(which: { connectionId?: string; since?: Date }): Promise<Reconciled[]>;
  /** Looks at findings again; those whose difference is gone are resolved. */
  recheck(findings: readonly Finding[]): Promise<void>;
}

const tickMs = 15_000;
const leaseMs = 30 * 60_000;
const retryMs = 15 * 60_000;
const usualHour = 3;
const dayMs = 86_400_000;
/** Compared again each time: lists may be late, and changes can be asked for by day only. */
const overlapMs = 2 * dayMs;
/** How far the first comparison goes back. */
const firstWindowMs = 35 * dayMs;

export function createSweeper(input: SweeperInput): Sweeper {
  let plannedFor = "";
  const sweepDue = async () => {
    const configuration = await input.configuration.current();
    if (plannedFor !== configuration.version) await planReconciliations(input, configuration);
    plannedFor = configuration.version;
    if (configuration.quarantine) await tendQuarantine(input.db);
    await sweepEffects(input, loop.signal);
    await reconcileDue(input, loop.signal);
  };
  const loop: BackgroundLoop = createBackgroundLoop({ ...input, everyMs: tickMs }, async () => {
    await sweepDue();
    return undefined;
  });
  return {
    ...loop,
    sweepDue,
    reconcileNow: (which) => reconcileNow(input, which, loop.signal),
    recheck: (findings) => recheck(input, findings, loop.signal),
  };
}

/** Records of ours that the other system can be asked for. */
function comparable({ entities }: Connector): Entity[] {
  return Object.values(entities).filter(
    (entity) => entity.create && entity.read && (entity.findByReference || entity.listChanged),
  );
}

async function planReconciliations(
  input: SweeperInput,
  configuration: Configuration,
): Promise<void> {
  const nextAt = nextAtHour(input.clock.now(), input.reconcileHour ?? usualHour);
  for (const connection of configuration.connections.values()) {
    const connector = input.connectors.get(connection.connector);
    for (const { name } of connector ? comparable(connector) : []) {
      await addReconciliation(input.db, { connectionId: connection.id, entity: name }, nextAt);
    }
  }
}

async function reconcileDue(input: SweeperInput, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const due = await claimDueReconciliation(input.db, leaseMs);
    if (!due) return;
    await reconcileOne(input, { due, since: null, signal }).catch(async (thrown) => {
      const error = failureOf(thrown);
      const kind = { connectionId: due.connection_id, entity: due.entity };
      const nextAt = new Date(input.clock.now().getTime() + (signal.aborted ? 0 : retryMs));
      await failReconciliation(input.db, kind, { error: describeError(error), nextAt });
      if (!signal.aborted) input.onError(error);
    });
  }
}

interface Job {
  due: Pick<Reconciliation, "connection_id" | "entity" | "compared_until" | "position">;
  since: Date | null;
  signal: AbortSignal;
}

async function reconcileOne(input: SweeperInput, job: Job): Promise<PassResult> {
  const { db, clock } = input;
  const { due, signal } = job;
  const kind = { connectionId: due.connection_id, entity: due.entity };
  const examination = await examinationOf(input, { ...kind, signal, by: "reconciliation" });
  const until = clock.now();
  const result = await reconcile({
    ...examination,
    since: job.since ?? sinceOf(due.compared_until, until),
    until,
    position: due.position as ReferencePosition | null,
    onPosition: (position) => notePosition(db, kind, { position, leaseMs }),
  });
  const nextAt = nextAtHour(until, input.reconcileHour ?? usualHour);
  await finishReconciliation(db, kind, { comparedUntil: until, nextAt });
  return result;
}

function sinceOf(comparedUntil: Date | null, now: Date): Date {
  const last = comparedUntil?.getTime() ?? now.getTime() - firstWindowMs;
  return new Date(last - overlapMs);
}

async function examinationOf(
  input: SweeperInput,
  about: { connectionId: string; entity: string } & Pick<Examination, "signal" | "by">,
): Promise<Examination> {
  const { db, clock, random } = input;
  const { signal, by } = about;
  const configuration = await input.configuration.current();
  const live = await input.connections.get(configuration, about.connectionId);
  const entity = Object.values(live.connector.entities).find(({ name }) => name === about.entity);
  if (entity) return { db, ids: { clock, random }, live, entity, signal, by };
  throw new Error(`${live.connector.title} has no "${about.entity}" any more.`);
}

async function reconcileNow(
  input: SweeperInput,
  { connectionId, since }: { connectionId?: string; since?: Date },
  signal: AbortSignal,
): Promise<Reconciled[]> {
  const configuration = await input.configuration.current();
  await planReconciliations(input, configuration);
  const results: Reconciled[] = [];
  for (const connection of configuration.connections.values()) {
    const connector = input.connectors.get(connection.connector);
    if (connectionId !== undefined && connection.id !== connectionId) continue;
    for (const { name: entity } of connector ? comparable(connector) : []) {
      const kind = { connectionId: connection.id, entity };
      const due = await findReconciliation(input.db, kind);
      if (!due) continue;
      const result = await reconcileOne(input, {
        due: { ...due, position: null },
        since: since ?? null,
        signal,
      });
      results.push({ connection: connection.name, entity, ...result });
    }
  }
  return results;
}

async function recheck(
  input: SweeperInput,
  findings: readonly Finding[],
  signal: AbortSignal,
): Promise<void> {
  for (const { connection_id: connectionId, entity, reference } of findings) {
    const about = { connectionId, entity, signal, by: "recheck" as const };
    const examination = await examinationOf(input, about);
    await examine(examination, reference, recordIdsOf(findings, reference));
  }
}
