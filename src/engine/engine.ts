// Puts the engine together: intake, workers and polling on one database.

import { createSecretKey } from "node:crypto";
import type { Connector } from "../connector-kit/connector.ts";
import type { Clock } from "../core/clock.ts";
import type { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import type { Db } from "../store/schema.ts";
import { readInstant } from "../store/time-step.ts";
import type { Vault } from "../vault/vault.ts";
import { createBatchedStore } from "./batched-store.ts";
import { type Circuits, createCircuits } from "./circuit/circuits.ts";
import { createKeeper } from "./circuit/keeper.ts";
import { createLeaseKeeper } from "./claims.ts";
import { createClockWatch } from "./clock-watch.ts";
import {
  type Configuration,
  type ConfigurationSource,
  createConfigurationSource,
} from "./configuration.ts";
import { createDatabaseClock } from "./database-clock.ts";
import { failureOf } from "./failure.ts";
import { type FinishInput, finishAttempts } from "./finish.ts";
import { createIntake, type IncomingEvent, type Intake } from "./intake.ts";
import { createBulkRunner } from "./letters/bulk-runner.ts";
import type { Desk } from "./letters/desk.ts";
import type { OpenDispatcher } from "./live-connection.ts";
import { createLiveConnections, type LiveConnections } from "./live-connections.ts";
import { createMappingRegistry } from "./mapping-registry.ts";
import { createPoller, type Poller } from "./poller.ts";
import { createPreviewer, type Previewer } from "./preview/preview-run.ts";
import { createRunQueue, type QueueDatabase, type RunQueue } from "./queue.ts";
import { recoverClaims } from "./recovery.ts";
import type { TellPeople } from "./refused-credentials.ts";
import type { FinishedAttempt } from "./run.ts";
import { createSweeper, type Sweeper } from "./sweep/sweeper.ts";
import { createWorker, type Worker } from "./worker.ts";

export interface EngineInput {
  db: Db;
  /** The same database, for the queue. */
  pool: QueueDatabase;
  /** The same database over connections of its own, so that intake never waits for workers; else `db`. */
  intakeDb?: Db;
  vault: Vault;
  connectors: ReadonlyMap<string, Connector>;
  clock: Clock;
  random: Random;
  /** Secret of this installation that references are derived from. */
  referenceKey: Uint8Array;
  concurrency: number;
  /** How connections reach other systems; sockets of their own when absent. */
  openDispatcher?: OpenDispatcher;
  /** True when no other process can be working on this database. */
  isAlone: boolean;
  onError(error: IntegrationError): void;
  /** Hour of the day, UTC, at which everything written is compared; 3 when absent. */
  reconcileHour?: number;
  /** Told once of what a person must see to. */
  tell?: TellPeople;
}

export interface Engine extends Desk {
  configuration: ConfigurationSource;
  connections: LiveConnections;
  circuits: Circuits;
  intake: Intake;
  poller: Poller;
  worker: Worker;
  sweeper: Sweeper;
  previewer: Previewer;
  queue: RunQueue;
  /** The database's time, which all of delivery goes by. */
  clock: Clock;
  /** Begins to work and poll. */
  start(): Promise<void>;
  /** Ends what was begun; nothing in memory is lost. */
  stop(): Promise<void>;
}

export async function createEngine(given: EngineInput): Promise<Engine> {
  const { db, random } = given;
  const clock = createDatabaseClock(given.clock, () => readInstant(db));
  await clock.synchronise();
  const input = { ...given, clock };
  const ids = { clock, random };
  const queue = createRunQueue({
    pool: input.pool,
    clock,
    onError: (error) => input.onError(failureOf(error)),
  });
  await queue.start();
  const configuration = createConfigurationSource(db);
  const circuits = createCircuits(input);
  const connections = createLiveConnections({ ...input, circuits });
  let wake = () => {};
  const shared = { ...input, queue, configuration, connections, circuits, onWork: () => wake() };
  const { intakeDb = db } = input;
  const intake = createIntake({
    db: intakeDb,
    queue,
    configuration: createConfigurationSource(intakeDb),
    ids,
    onWork: () => wake(),
  });
  const attempts = {
    ...shared,
    referenceKey: createSecretKey(input.referenceKey),
    batched: createBatchedStore(db),
    mappings: createMappingRegistry(),
  };
  const leases = createLeaseKeeper(queue, clock);
  const finish = finishing({ ...shared, ids, intake });
  const worker = createWorker({ ...attempts, leases, finish });
  wake = worker.wake;
  const poller = createPoller({ ...shared, intake });
  const sweeper = createSweeper(shared);
  const watch = createClockWatch({ ...shared, time: clock });
  const loops = [watch, poller, createKeeper(shared), sweeper, createBulkRunner(shared)];
  return {
    db,
    queue,
    configuration,
    connections,
    circuits,
    intake,
    poller,
    worker,
    sweeper,
    previewer: createPreviewer(attempts),
    clock,
    start: async () => {
      if (input.isAlone) await recoverClaims({ db, queue });
      worker.start();
      for (const loop of loops) loop.start();
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await intake.idle();
      await worker.stop();
      await connections.close();
      await queue.stop();
    },
  };
}

interface Finishing extends Pick<FinishInput, "db" | "queue" | "clock" | "random" | "ids"> {
  intake: Intake;
  configuration: ConfigurationSource;
}

/** Ends attempts; events that flows published are stored in the same transaction. */
function finishing({ intake, configuration, ...input }: Finishing) {
  return async (attempts: readonly FinishedAttempt[]) => {
    const isPublishing = attempts.some(({ emitted }) => emitted.length > 0);
    const known = isPublishing ? await configuration.current() : null;
    const publish = async (trx: Db, owned: readonly FinishedAttempt[]) => {
      if (known) await publishEvents({ trx, intake, configuration: known, attempts: owned });
    };
    await finishAttempts({ ...input, publish }, attempts);
  };
}

interface Publishing {
  trx: Db;
  intake: Intake;
  configuration: Configuration;
  attempts: readonly FinishedAttempt[];
}

/** Events that flows published become events like any other, once per run and step. */
async function publishEvents(publishing: Publishing): Promise<void> {
  const { intake, attempts } = publishing;
  const events = attempts.flatMap(({ run, emitted }) =>
    emitted.map(
      (event, index): IncomingEvent => ({
        connectionId: run.connectionId,
        dedupeKey: `emit:${run.id}:${run.fence}:${index}`,
        type: event.type,
        entity: event.source.entity,
        entityId: event.source.id,
        occurredAt: null,
        via: "emit",
        data: event.data,
      }),
    ),
  );
  if (events.length > 0) await intake.receiveWithin(publishing, events);
}
