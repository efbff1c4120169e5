// Both simulators with a connection to each, made of nothing but the connector kit: what a connector
// does under a fault, without an engine that would wait, retry or look up.

import { Agent } from "undici";
import type { Fault } from "../../sandbox/kit/fault.ts";
import type { Simulator } from "../../sandbox/kit/simulator.ts";
import { startSandbox } from "../../sandbox/start.ts";
import type { TokenSet } from "../../src/connector-kit/auth.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import { createHttpClient, type HttpClientOptions } from "../../src/connector-kit/http-client.ts";
import { createOAuth2Session } from "../../src/connector-kit/oauth2-session.ts";
import type { CallContext } from "../../src/connector-kit/operation.ts";
import { freshbooks } from "../../src/connectors/freshbooks/connector.ts";
import { createKentico } from "../../src/connectors/kentico/connector.ts";
import { systemClock } from "../../src/core/clock.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { callControl } from "../support/control.ts";

/** How a connection differs from the usual one. */
export interface Reach {
  /** Deadline of one call. */
  timeoutMs?: number;
  /** Another address than the simulator's own. */
  baseUrl?: string;
  /** PEM of a certificate to trust. */
  ca?: string;
}

export interface FaultedSystem {
  connector: Connector;
  simulator: Simulator;
  /** A connection that is signed in, for the time of one test. */
  connect(reach?: Reach): Promise<CallContext>;
  arm(fault: Fault): Promise<unknown>;
  disarm(): Promise<unknown>;
}

export interface FaultedSystems {
  books: FaultedSystem;
  shop: FaultedSystem;
  close(): Promise<void>;
}

type SignIn = (plain: HttpClientOptions, settings: JsonObject) => Promise<HttpClientOptions>;

const usualTimeoutMs = 5_000;

/** Tokens in memory; a refresh is made by whoever asks first. */
async function signInToBooks(
  simulator: Simulator,
  plain: HttpClientOptions,
  settings: JsonObject,
): Promise<HttpClientOptions> {
  const { auth } = freshbooks;
  if (auth.kind !== "oauth2") throw new TypeError("FreshBooks signs in with OAuth 2.");
  const http = createHttpClient(plain);
  const secrets = { clientSecret: simulator.credentials["clientSecret"] ?? "" };
  const request = () => ({ settings, secrets, http, now: systemClock.now() });
  const { code } = await callControl<{ code: string }>(simulator, "consent", {});
  let tokens: TokenSet = await auth.exchangeCode({ code, codeVerifier: null }, request());
  const store = {
    current: async () => tokens,
    refresh: async (_stale: TokenSet, exchange: (current: TokenSet) => Promise<TokenSet>) => {
      tokens = await exchange(tokens);
      return tokens;
    },
  };
  const refresh = (current: TokenSet) => auth.refresh(current, request());
  return { ...plain, ...createOAuth2Session({ tokens: store, clock: systemClock, refresh }) };
}

async function signInToShop(
  simulator: Simulator,
  plain: HttpClientOptions,
  settings: JsonObject,
): Promise<HttpClientOptions> {
  const { auth } = createKentico();
  if (auth.kind !== "static") throw new TypeError("Kentico signs in with Basic authentication.");
  const password = simulator.credentials["password"] ?? "";
  return { ...plain, authorize: async () => auth.headers(settings, { password }) };
}

interface SystemParts {
  connector: Connector;
  simulator: Simulator;
  settings: JsonObject;
  signIn: SignIn;
  agents: Agent[];
}

function faultedSystem({ connector, simulator, settings, signIn, agents }: SystemParts) {
  const connect = async ({ timeoutMs = usualTimeoutMs, baseUrl, ca }: Reach = {}) => {
    const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } });
    agents.push(dispatcher);
    const signal = new AbortController().signal;
    const plain: HttpClientOptions = {
      baseUrl: simulator.url,
      dispatcher,
      authorize: async () => ({}),
      limits: { timeoutMs },
      clock: systemClock,
      signal,
    };
    const signedIn = await signIn(plain, settings);
    const http = createHttpClient({ ...signedIn, baseUrl: baseUrl ?? simulator.url });
    return { http, settings, clock: systemClock, signal };
  };
  return {
    connector,
    simulator,
    connect,
    arm: (fault: Fault) => callControl(simulator, "faults", fault),
    disarm: () => fetch(`${simulator.url}/_control/faults`, { method: "DELETE" }),
  };
}

export async function startFaultedSystems(): Promise<FaultedSystems> {
  const sandbox = await startSandbox();
  const agents: Agent[] = [];
  const { accountId, businessId, clientId, redirectUri } = sandbox.freshbooks.credentials;
  const books = faultedSystem({
    connector: freshbooks,
    simulator: sandbox.freshbooks,
    settings: freshbooks.settings.parse({ accountId, businessId, clientId, redirectUri }),
    signIn: (plain, settings) => signInToBooks(sandbox.freshbooks, plain, settings),
    agents,
  });
  const kentico = createKentico();
  const { username } = sandbox.kentico.credentials;
  const timeZone = "Europe/Prague";
  const shop = faultedSystem({
    connector: kentico,
    simulator: sandbox.kentico,
    settings: kentico.settings.parse({ baseUrl: sandbox.kentico.url, username, timeZone }),
    signIn: (plain, settings) => signInToShop(sandbox.kentico, plain, settings),
    agents,
  });
  const close = async () => {
    await Promise.all(agents.map((agent) => agent.destroy()));
    await sandbox.close();
  };
  return { books, shop, close };
}
