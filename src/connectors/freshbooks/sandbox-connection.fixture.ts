// A connection to the simulated FreshBooks, for tests only.

import { Agent } from "undici";
import { startFreshbooks } from "../../../sandbox/freshbooks/server.ts";
import { createHttpClient } from "../../connector-kit/http-client.ts";
import type { CallContext } from "../../connector-kit/operation.ts";
import { systemClock } from "../../core/clock.ts";
import { type JsonObject, parseJson } from "../../core/json.ts";

type SandboxOptions = NonNullable<Parameters<typeof startFreshbooks>[0]>;

export interface SandboxConnection {
  context: CallContext;
  credentials: Readonly<Record<string, string>>;
  url: string;
  /** POSTs to the simulator's own levers below `/_control`. */
  control(path: string, body?: unknown): Promise<JsonObject>;
  /** What the simulator's books hold, deleted records included. */
  ledger(): Promise<Record<"clients" | "invoices" | "payments" | "calls", JsonObject[]>>;
  /** Makes the next call of a method on a path fail in one way. */
  failNext(kind: string, method: string, path: string): Promise<unknown>;
  close(): Promise<void>;
}

async function readAnswer(response: Response): Promise<JsonObject> {
  const text = await response.text();
  return text === "" ? {} : (parseJson(text) as JsonObject);
}

async function control(url: string, path: string, body: unknown = {}): Promise<JsonObject> {
  const response = await fetch(`${url}/_control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return readAnswer(response);
}

/** Starts a simulator and signs in to it; `scopes` limits what the token may do. */
export async function connectToSandbox(
  options: SandboxOptions = {},
  { scopes, settings }: { scopes?: readonly string[]; settings?: JsonObject } = {},
): Promise<SandboxConnection> {
  const sandbox = await startFreshbooks(options);
  const { url, credentials } = sandbox;
  const dispatcher = new Agent();
  const signal = new AbortController().signal;
  const tokens = await control(url, "access-token", scopes ? { scopes } : {});
  const http = createHttpClient({
    baseUrl: url,
    dispatcher,
    authorize: async () => ({ authorization: `Bearer ${String(tokens["access_token"])}` }),
    limits: { timeoutMs: 10_000 },
    clock: systemClock,
    signal,
  });
  const { accountId = "", businessId = "", clientId = "", redirectUri = "" } = credentials;
  const connection = { accountId, businessId, clientId, redirectUri, baseUrl: url };
  return {
    context: { http, settings: { ...connection, ...settings }, clock: systemClock, signal },
    credentials,
    url,
    control: (path, body) => control(url, path, body),
    ledger: async () => (await readAnswer(await fetch(`${url}/_control/ledger`))) as never,
    failNext: (kind, method, path) =>
      control(url, "faults", { kind, count: 1, route: { method, path } }),
    close: async () => {
      await dispatcher.destroy();
      await sandbox.close();
    },
  };
}
