// Fault injection for a simulator's HTTP server: the control routes and the Fastify hooks that misbehave.
// Health and control routes are never hit. Webhook faults are looked up by webhook-outbox.ts.
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Fault, faultSchema } from "./fault.ts";
import { FaultSwitchboard } from "./fault-switchboard.ts";
import type { SeededRandom } from "./seeded-random.ts";

export interface FaultOptions {
  /** Source of the draws of `probability`. */
  random: SeededRandom;
  /** Path before `/faults`; `/_control` when absent. */
  prefix?: string;
  /** The vendor's own body for an injected error; a plain `{error}` when absent. */
  errorBody?(status: number, request: FastifyRequest): unknown;
}

/** Abandoned requests must not pile up in a long run: a hang without `delayMs` ends after this. */
const longestHangMs = 120_000;

/** Call it before the application's own hooks and routes are registered. */
export function installFaults(app: FastifyInstance, options: FaultOptions): FaultSwitchboard {
  const prefix = options.prefix ?? "/_control";
  const switchboard = new FaultSwitchboard(options.random);
  const hits = new WeakMap<FastifyRequest, Fault>();
  const errorBody = options.errorBody ?? ((status: number) => ({ error: `injected ${status}` }));

  app.addHook("onRequest", async (request, reply) => {
    const path = request.url.split("?")[0] ?? "";
    if (path.startsWith(prefix) || path.startsWith("/health")) return;
    const fault = switchboard.matchRequest(request.method, path);
    if (!fault) return;
    hits.set(request, fault);
    await failBeforeExecution({ fault, request, reply, errorBody });
  });
  app.addHook("preHandler", async (request) => {
    const fault = hits.get(request);
    if (fault?.kind !== "late-commit") return;
    request.raw.socket.destroy();
    await sleep(fault.delayMs ?? 1_000);
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const fault = hits.get(request);
    return fault ? failAfterExecution({ fault, request, reply, payload, errorBody }) : payload;
  });
  registerFaultRoutes(app, prefix, switchboard);
  return switchboard;
}

function registerFaultRoutes(
  app: FastifyInstance,
  prefix: string,
  switchboard: FaultSwitchboard,
): void {
  app.get(`${prefix}/faults`, async () => ({ faults: switchboard.list() }));
  app.post(`${prefix}/faults`, async (request, reply) => {
    const parsed = faultSchema.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: parsed.error.message });
    return reply.code(201).send(switchboard.arm(parsed.data));
  });
  app.delete<{ Querystring: { id?: string } }>(`${prefix}/faults`, async (request, reply) => {
    const { id } = request.query;
    switchboard.disarm(id === undefined ? undefined : Number(id));
    return reply.code(204).send();
  });
}

interface HitRequest {
  fault: Fault;
  request: FastifyRequest;
  reply: FastifyReply;
  errorBody(status: number, request: FastifyRequest): unknown;
}

async function failBeforeExecution(hit: HitRequest): Promise<void> {
  const { fault, request, reply } = hit;
  switch (fault.kind) {
    case "too-many-requests": {
      const retryAfter = String(fault.retryAfterSeconds ?? 1);
      if (retryAfter !== "") reply.header("retry-after", retryAfter);
      return answerError(hit, 429);
    }
    case "server-error":
      return answerError(hit, fault.status ?? 503);
    case "unauthorized":
      return answerError(hit, 401);
    case "html-502":
      reply.code(502).type("text/html").send(gatewayPage);
      return;
    case "redirect":
      reply.redirect(fault.location ?? "https://elsewhere.invalid/", 307);
      return;
    case "hang":
      reply.hijack();
      await untilClosed(request, fault.delayMs ?? longestHangMs);
      request.raw.socket.destroy();
      return;
    case "reset":
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return;
    case "slow":
      await sleep(fault.delayMs ?? 1_000);
      return;
    default:
      return;
  }
}

function answerError(hit: HitRequest, status: number): void {
  hit.reply.code(status).send(hit.errorBody(status, hit.request));
}

async function untilClosed(request: FastifyRequest, atMostMs: number): Promise<void> {
  const { socket } = request.raw;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const giveUp = new AbortController();
  const timeout = sleep(atMostMs, undefined, { signal: giveUp.signal }).catch(() => undefined);
  await Promise.race([closed, timeout]);
  giveUp.abort();
}

function failAfterExecution(hit: HitRequest & { payload: unknown }): unknown {
  const { fault, request, reply, payload } = hit;
  switch (fault.kind) {
    case "commit-then-drop":
      request.raw.socket.destroy();
      return payload;
    case "server-error-after-commit": {
      const status = fault.status ?? 500;
      reply.code(status).type("application/json; charset=utf-8");
      return JSON.stringify(hit.errorBody(status, request));
    }
    case "truncated-body":
      return truncate(hit);
    case "empty-body":
      return "";
    default:
      return payload;
  }
}

/** Announces the whole length, sends half of it and drops the connection. */
function truncate(hit: HitRequest & { payload: unknown }): Readable {
  const bytes = Buffer.from(String(hit.payload ?? ""));
  hit.reply.header("content-length", bytes.length);
  const { socket } = hit.request.raw;
  async function* half() {
    yield bytes.subarray(0, Math.floor(bytes.length / 2));
    // The first half must reach the wire before the connection goes.
    await sleep(10);
    socket.destroy();
  }
  return Readable.from(half());
}

const gatewayPage = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
`;
