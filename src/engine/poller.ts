// Polling Consumer: asks systems what changed, on a schedule with durable cursors. The backstop for
// webhooks that were lost, and the only way for systems that have none.

import type { Connector } from "../connector-kit/connector.ts";
import type { PollPage, PollTrigger } from "../connector-kit/trigger.ts";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import type { JsonObject } from "../core/json.ts";
import { policyOf } from "../core/outcome-policy.ts";
import { addCursor, type Cursor, claimDueCursors, failPoll, finishPoll } from "../store/cursors.ts";
import type { Db } from "../store/schema.ts";
import { type BackgroundLoop, createBackgroundLoop } from "./background-loop.ts";
import type { Circuits } from "./circuit/circuits.ts";
import type { Configuration, ConfigurationSource } from "./configuration.ts";
import { connectorOf } from "./configuration.ts";
import { failureOf } from "./failure.ts";
import type { IncomingEvent, Intake } from "./intake.ts";
import { assertUsable } from "./live-connection.ts";
import type { LiveConnections } from "./live-connections.ts";
import { stopConnection, type TellPeople } from "./refused-credentials.ts";
import { describeError } from "./runner.ts";

export interface PollerInput {
  db: Db;
  clock: Clock;
  configuration: ConfigurationSource;
  connections: LiveConnections;
  circuits: Circuits;
  connectors: ReadonlyMap<string, Connector>;
  intake: Intake;
  random: Random;
  /** Told of new alerts once they are on disk. */
  tell?: TellPeople | undefined;
  /** Called after a commit that brought new work. */
  onWork(): void;
  onError(error: IntegrationError): void;
}

export interface Poller extends BackgroundLoop {
  /** Polls everything that is due, once. */
  pollDue(): Promise<void>;
}

const tickMs = 1_000;
/** For one page. When a slow page outlasts it and is polled twice, its events are known the second time. */
const leaseMs = 60_000;
const pagesPerPoll = 1_000;

export function createPoller(input: PollerInput): Poller {
  let cursorsFor = "";
  const pollDue = async () => {
    const configuration = await input.configuration.current();
    if (cursorsFor !== configuration.version) await addMissingCursors(input, configuration);
    cursorsFor = configuration.version;
    await pollAllDue(input, configuration, loop.signal);
  };
  const loop: BackgroundLoop = createBackgroundLoop({ ...input, everyMs: tickMs }, async () => {
    await pollDue();
    return undefined;
  });
  return { ...loop, pollDue };
}

async function pollAllDue(
  input: PollerInput,
  configuration: Configuration,
  signal: AbortSignal,
): Promise<void> {
  const due = await claimDueCursors(input.db, { now: input.clock.now(), leaseMs, limit: 8 });
  await Promise.all(due.map((cursor) => pollOne(input, { configuration, cursor, signal })));
}

/** Every poll of every connection has a cursor; a new one begins at once. */
async function addMissingCursors(input: PollerInput, configuration: Configuration): Promise<void> {
  for (const connection of configuration.connections.values()) {
    const connector = input.connectors.get(connection.connector);
    for (const poll of connector?.polls ?? []) {
      const key = { connectionId: connection.id, triggerId: poll.id };
      await addCursor(input.db, key, input.clock.now());
    }
  }
}

interface Due {
  configuration: Configuration;
  cursor: Cursor;
  signal: AbortSignal;
}

async function pollOne(input: PollerInput, due: Due): Promise<void> {
  const { cursor, configuration } = due;
  const key = { connectionId: cursor.connection_id, triggerId: cursor.trigger_id };
  const connection = configuration.connections.get(cursor.connection_id);
  const trigger =
    connection &&
    connectorOf(input.connectors, connection).polls.find((poll) => poll.id === key.triggerId);
  if (!trigger) return;
  try {
    await pollPages(input, due, trigger);
  } catch (thrown) {
    await notePollFailure(input, due, { error: failureOf(thrown), trigger });
  }
}

/** What a stop of this process cut short is due at once; refused credentials stop the connection. */
async function notePollFailure(
  input: PollerInput,
  due: Due,
  { error, trigger }: { error: IntegrationError; trigger: PollTrigger },
): Promise<void> {
  const { db, clock } = input;
  const { cursor, signal } = due;
  const key = { connectionId: cursor.connection_id, triggerId: cursor.trigger_id };
  const waitMs = signal.aborted ? 0 : trigger.defaultEveryMs;
  const nextPollAt = new Date(clock.now().getTime() + waitMs);
  await failPoll(db, key, { error: describeError(error), nextPollAt });
  if (error.outcome === "auth") await noteRefusal(input, due, error.message);
  // What is held back is no error of a poll, and is seen at the circuit.
  if (!signal.aborted && policyOf(error.code).next !== "wait") input.onError(error);
}

async function noteRefusal(
  { db, clock, random, tell }: PollerInput,
  { cursor, configuration }: Due,
  reason: string,
): Promise<void> {
  const connectionId = cursor.connection_id;
  const knownAt = configuration.connections.get(connectionId)?.updated_at ?? null;
  const { alert } = await db
    .transaction()
    .execute((trx) => stopConnection(trx, { connectionId, knownAt, reason }, { clock, random }));
  if (alert !== null) tell?.(alert);
}

async function pollPages(input: PollerInput, due: Due, trigger: PollTrigger): Promise<void> {
  const { cursor, configuration, signal } = due;
  const live = await input.connections.get(configuration, cursor.connection_id);
  assertUsable(live.row);
  await input.circuits.refresh();
  const call = live.open({ signal, lane: `poll ${trigger.id}` });
  let position = cursor.cursor;
  for (let page = 0; page < pagesPerPoll; page += 1) {
    if (signal.aborted) throw new IntegrationError("CANCELLED", "The poll was cut short.");
    const result = await trigger.poll(position, call);
    await storePage(input, { cursor, trigger, result });
    position = result.cursor;
    if (!result.hasMore) return;
  }
}

interface Page {
  cursor: Cursor;
  trigger: PollTrigger;
  result: PollPage;
}

/** Events and cursor are stored together: a crash in between repeats the page, and repeats are harmless. */
async function storePage(input: PollerInput, { cursor, trigger, result }: Page): Promise<void> {
  const now = input.clock.now();
  const events = result.events.map((event) => toIncoming(cursor.connection_id, event));
  const configuration = await input.configuration.current();
  const receipt = await input.db.transaction().execute(async (trx) => {
    const stored = await input.intake.receiveWithin({ trx, configuration }, events);
    await finishPoll(
      trx,
      { connectionId: cursor.connection_id, triggerId: cursor.trigger_id },
      {
        cursor: result.cursor,
        polledAt: now,
        nextPollAt: new Date(now.getTime() + (result.hasMore ? 0 : trigger.defaultEveryMs)),
        // Between pages, nobody else may take the cursor over.
        ...(result.hasMore ? { leasedUntil: new Date(now.getTime() + leaseMs) } : {}),
      },
    );
    return stored;
  });
  if (receipt.runs > 0) input.onWork();
}

/** What a poll found, as an event of its connection. */
export function toIncoming(
  connectionId: string,
  event: PollPage["events"][number],
  via: IncomingEvent["via"] = "poll",
): IncomingEvent {
  return {
    connectionId,
    dedupeKey: event.dedupeKey,
    type: event.type,
    entity: event.entity,
    entityId: event.entityId,
    occurredAt: event.time,
    via,
    data: event.data as JsonObject,
  };
}
