// A connection while work is done with it: its pool of sockets, gate and credentials. Made once per
// process and connection, and remade when its settings change.

import { Agent, type Dispatcher } from "undici";
import type { Secrets, TokenSet, TokenStore } from "../connector-kit/auth.ts";
import type { Connector, ConnectorLimits } from "../connector-kit/connector.ts";
import type { HttpExchange, HttpRequest } from "../connector-kit/http.ts";
import { createHttpClient, type HttpClientOptions } from "../connector-kit/http-client.ts";
import { createOAuth2Session } from "../connector-kit/oauth2-session.ts";
import type { CallContext } from "../connector-kit/operation.ts";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import type { JsonObject } from "../core/json.ts";
import type { Connection } from "../store/connections.ts";
import type { Db } from "../store/schema.ts";
import { type CallGate, gatedClient, heedingClient } from "./call-gate.ts";
import type { Circuits } from "./circuit/circuits.ts";
import { createRetryBudget } from "./throttle/retry-budget.ts";
import { createRoom, type Room } from "./throttle/room.ts";
import { createThrottle, type Throttle } from "./throttle/throttle.ts";

export interface LiveConnection {
  row: Connection;
  connector: Connector;
  settings: JsonObject;
  limits: ConnectorLimits;
  secrets: Secrets;
  /** The places this process has for work with it. */
  room: Room;
  /** A context for calls of one piece of work. */
  open(work: Work): CallContext;
  close(): Promise<void>;
}

/** One piece of work: what it wants to be told and asked. */
export interface Work {
  signal: AbortSignal;
  /** What takes turns with others that wait for the same connection, such as the id of a flow. */
  lane?: string;
  /** True for a probe, which passes an open circuit. */
  isProbe?: boolean;
  onExchange?: (exchange: HttpExchange) => void;
  /** Runs in the same tick in which a request is sent; may refuse by throwing. */
  beforeSend?: (request: HttpRequest) => void;
}

/** Makes what sends the requests of one connection; `close` is called when the connection is closed. */
export type OpenDispatcher = (options: {
  /** Sockets at most. */
  connections: number;
  keepAliveTimeout: number;
}) => Dispatcher;

const openAgent: OpenDispatcher = (options) => new Agent(options);

export interface LiveConnectionInput {
  row: Connection;
  connector: Connector;
  limits: ConnectorLimits;
  secrets: Secrets;
  tokens: TokenStore;
  db: Db;
  clock: Clock;
  openDispatcher?: OpenDispatcher;
  random: Random;
  circuits: Circuits;
  /** Runs this process works on at the same time. */
  concurrency: number;
}

export function createLiveConnection(input: LiveConnectionInput): LiveConnection {
  const { row, connector, limits, secrets, clock } = input;
  const settings = connector.settings.parse(row.settings);
  const { openDispatcher = openAgent } = input;
  const agent = openDispatcher({ connections: limits.concurrency, keepAliveTimeout: 10_000 });
  const throttle = createThrottle({ ...input, connectionId: row.id });
  const gate: CallGate = { ...input, connection: row, throttle, budget: createRetryBudget() };
  const room = createRoom({ clock, places: input.concurrency, isBehind: throttle.isBehind });
  const tokens = cachedTokens(input.tokens);
  const open = (work: Work): CallContext => {
    const { signal, lane = "" } = work;
    const plain = baseOptions({ input, settings, agent, work });
    const proofs = credentials({ input, settings, plain, tokens, throttle });
    const http = heedingClient(createHttpClient({ ...plain, ...proofs }), throttle);
    const gated = work.isProbe ? http : gatedClient(http, gate, { lane, signal });
    return { http: gated, settings, clock, signal };
  };
  const close = async () => {
    await throttle.close();
    await agent.close();
  };
  return { row, connector, settings, limits, secrets, room, open, close };
}

interface OptionsInput {
  input: LiveConnectionInput;
  settings: JsonObject;
  agent: Dispatcher;
  work: Work;
}

function baseOptions({ input, settings, agent, work }: OptionsInput): HttpClientOptions {
  return {
    baseUrl: input.connector.baseUrl(settings),
    dispatcher: agent,
    limits: { timeoutMs: input.limits.timeoutMs },
    clock: input.clock,
    signal: work.signal,
    authorize: async () => ({}),
    ...(work.onExchange ? { onExchange: work.onExchange } : {}),
    ...(work.beforeSend ? { beforeSend: work.beforeSend } : {}),
  };
}

interface CredentialsInput {
  input: LiveConnectionInput;
  settings: JsonObject;
  plain: HttpClientOptions;
  tokens: TokenStore;
  throttle: Throttle;
}

type CredentialOptions = Pick<HttpClientOptions, "authorize" | "reauthorize">;

function credentials({
  input,
  settings,
  plain,
  tokens,
  throttle,
}: CredentialsInput): CredentialOptions {
  const { connector, secrets, clock } = input;
  const { auth } = connector;
  if (auth.kind === "static") return { authorize: async () => auth.headers(settings, secrets) };
  const http = heedingClient(createHttpClient(plain), throttle);
  return createOAuth2Session({
    tokens,
    clock,
    refresh: (current) => auth.refresh(current, { settings, secrets, http, now: clock.now() }),
  });
}

/** Reads tokens from the database once; a refused token leads to `refresh`, which always reads them. */
function cachedTokens(store: TokenStore): TokenStore {
  let known: TokenSet | undefined;
  return {
    current: async () => {
      known ??= await store.current();
      return known;
    },
    refresh: async (stale, exchange) => {
      known = await store.refresh(stale, exchange);
      return known;
    },
  };
}

/** Refuses work for a connection that is paused or must be connected again. */
export function assertUsable(row: Connection): void {
  if (row.status === "active") return;
  throw new IntegrationError(
    "CONNECTION_PAUSED",
    row.status === "paused"
      ? `The connection "${row.title}" is paused.`
      : `The connection "${row.title}" must be connected again.`,
    { details: { connection: row.name, reason: row.status_reason } },
  );
}
