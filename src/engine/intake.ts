// Idempotent Receiver: stores events and enqueues the runs that flows want for them, in one
// transaction. A caller may answer 2xx once `receive` has resolved: then the events are on disk.

import { type IdSource, newId } from "../core/ids.ts";
import type { JsonObject } from "../core/json.ts";
import { redact } from "../core/redact.ts";
import { countDuplicates, insertEvents, type NewEvent } from "../store/events.ts";
import { insertRuns, type NewRun } from "../store/runs.ts";
import type { Db } from "../store/schema.ts";
import { createBatcher } from "./batcher.ts";
import type { Configuration, ConfigurationSource, ConfiguredFlow } from "./configuration.ts";
import { failureOf } from "./failure.ts";
import type { RunQueue } from "./queue.ts";
import { subjectKeyOf } from "./run.ts";

/** A fact to store, with the connection it belongs to. */
export interface IncomingEvent {
  connectionId: string;
  dedupeKey: string | null;
  type: string;
  entity: string;
  entityId: string;
  occurredAt: string | null;
  via: NewEvent["via"];
  data: JsonObject;
}

export interface Receipt {
  /** Events that were new; the others had been received before. */
  stored: number;
  duplicates: number;
  runs: number;
}

export interface Intake {
  /** Stores events durably; several callers share one commit. */
  receive(events: readonly IncomingEvent[]): Promise<Receipt>;
  /**
   * The same inside the caller's transaction. The caller brings the configuration, read before it took its
   * database connection: one that waits for a second while it holds a first can wait for ever.
   */
  receiveWithin(within: Within, events: readonly IncomingEvent[]): Promise<Receipt>;
  idle(): Promise<void>;
  /** Read over the connections of intake. */
  configuration: ConfigurationSource;
}

export interface Within {
  trx: Db;
  configuration: Configuration;
}

export interface IntakeInput {
  db: Db;
  queue: RunQueue;
  configuration: ConfigurationSource;
  ids: IdSource;
  /** Called after a commit that brought new work. */
  onWork(): void;
}

const callersPerCommit = 200;
const nothingStored: Receipt = { stored: 0, duplicates: 0, runs: 0 };

export function createIntake(input: IntakeInput): Intake {
  const batcher = createBatcher<readonly IncomingEvent[], Receipt>(callersPerCommit, (calls) =>
    storeTogether(input, calls).catch((thrown) => {
      const isAlone = calls.length === 1 || failureOf(thrown).outcome === "transient";
      if (isAlone) throw thrown;
      return storeEach(input, calls);
    }),
  );
  return {
    receive: (events) => batcher.submit(events),
    receiveWithin: async (within, events) => {
      const [receipt] = await storeCalls(input, { ...within, calls: [events] });
      return receipt ?? nothingStored;
    },
    idle: () => batcher.idle(),
    configuration: input.configuration,
  };
}

type EventCalls = readonly (readonly IncomingEvent[])[];

async function storeTogether(input: IntakeInput, calls: EventCalls): Promise<Receipt[]> {
  const configuration = await input.configuration.current();
  const receipts = await input.db
    .transaction()
    .execute((trx) => storeCalls(input, { trx, configuration, calls }));
  if (receipts.some((receipt) => receipt.runs > 0)) input.onWork();
  return receipts;
}

/** One call that cannot be stored must not make the others of its commit fail. */
async function storeEach(input: IntakeInput, calls: EventCalls): Promise<Promise<Receipt>[]> {
  const results: Promise<Receipt>[] = [];
  for (const call of calls) {
    const result = storeTogether(input, [call]).then(([receipt]) => receipt ?? nothingStored);
    await result.catch(() => undefined);
    results.push(result);
  }
  return results;
}

interface Calls extends Within {
  calls: EventCalls;
}

async function storeCalls(
  { ids, queue }: IntakeInput,
  { trx, configuration, calls }: Calls,
): Promise<Receipt[]> {
  const rows = calls.map((events) => events.map((event) => toRow(configuration, event, ids)));
  const stored = await insertEvents(trx, rows.flat());
  await countDuplicates(
    trx,
    rows.flat().filter(({ id }) => !stored.has(id)),
  );
  const runs = rows
    .flat()
    .filter((event) => stored.has(event.id))
    .flatMap((event) => wantedBy(configuration, event).map((flow) => runOf(flow, event, ids)));
  await enqueueRuns({ trx, queue }, runs);
  return rows.map((events) => {
    const fresh = events.filter((event) => stored.has(event.id));
    const own = new Set(fresh.map((event) => event.id));
    return {
      stored: fresh.length,
      duplicates: events.length - fresh.length,
      runs: runs.filter((run) => own.has(run.eventId)).length,
    };
  });
}

/** Inserts runs with their place in the queue. */
export async function enqueueRuns(
  { trx, queue }: { trx: Db; queue: RunQueue },
  runs: readonly NewRun[],
): Promise<void> {
  await insertRuns(trx, runs);
  await queue.enqueue(
    trx,
    runs.map((run) => ({ runId: run.id, subjectKey: run.subjectKey })),
  );
}

function toRow(configuration: Configuration, event: IncomingEvent, ids: IdSource): NewEvent {
  return {
    ...event,
    id: newId(ids),
    source: `/connections/${event.connectionId}`,
    data: redact(event.data),
    runs: wantedBy(configuration, event).length,
  };
}

type Addressed = Pick<NewEvent, "type" | "connectionId">;

/** The enabled flows that want an event. */
function wantedBy(configuration: Configuration, event: Addressed): ConfiguredFlow[] {
  return [...configuration.flows.values()].filter((flow) => flow.enabled && wants(flow, event));
}

export type Subject = Pick<NewEvent, "id" | "connectionId" | "entity" | "entityId">;

export function runOf(flow: ConfiguredFlow, event: Subject, ids: IdSource): NewRun {
  return {
    id: newId(ids),
    eventId: event.id,
    flowId: flow.id,
    flowVersion: flow.version,
    connectionId: event.connectionId,
    entity: event.entity,
    entityId: event.entityId,
    subjectKey: subjectKeyOf({ ...event, flowId: flow.id }),
  };
}

function wants(flow: ConfiguredFlow, event: Addressed): boolean {
  const { events, from } = flow.document.on;
  const isFromRole = flow.roles[from]?.includes(event.connectionId) ?? false;
  return isFromRole && events.some((pattern) => fits(pattern, event.type));
}

function fits(pattern: string, type: string): boolean {
  return pattern.endsWith(".*") ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}
