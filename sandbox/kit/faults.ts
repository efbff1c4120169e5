// Fault injection for a simulator's HTTP server: the control routes, and the Fastify hooks in which the
// kinds of faults/ step in. Health and control routes are never hit. Webhook faults are looked up by
// webhook-outbox.ts.
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { faultSchema } from "./fault.ts";
import { httpFaults } from "./fault-catalogue.ts";
import { FaultSwitchboard } from "./fault-switchboard.ts";
import { repeatedHeader } from "./faults/lost-answers.ts";
import { registerFaultyAddresses } from "./faulty-addresses.ts";
import { bytesOf, FormerAnswers } from "./former-answers.ts";
import type { FaultHit, FaultySystem, HttpFault } from "./http-fault.ts";
import { systemSandboxClock } from "./sandbox-clock.ts";
import type { SeededRandom } from "./seeded-random.ts";

export interface FaultOptions extends Partial<Omit<FaultySystem, "formerAnswers">> {
  /** Source of the draws of `probability`. */
  random: SeededRandom;
  /** Path before `/faults`; `/_control` when absent. */
  prefix?: string;
}

/** A request that is hit, and what hits it. */
interface Hit extends FaultHit {
  behaviour: HttpFault;
}

/** Call it before the application's own hooks and routes are registered. */
export function installFaults(app: FastifyInstance, options: FaultOptions): FaultSwitchboard {
  const { prefix = "/_control" } = options;
  const switchboard = new FaultSwitchboard(options.random);
  hookIn(app, { prefix, switchboard, system: systemOf(options) });
  registerFaultRoutes(app, prefix, switchboard);
  registerFaultyAddresses(app, prefix);
  return switchboard;
}

function systemOf(options: FaultOptions): FaultySystem {
  return {
    clock: options.clock ?? systemSandboxClock,
    formerAnswers: new FormerAnswers(),
    errorBody: options.errorBody ?? ((status) => ({ error: `injected ${status}` })),
    errorInSuccess:
      options.errorInSuccess ??
      (() => ({ type: "application/json", body: '{"error":"injected into a success"}' })),
  };
}

interface Hooks {
  prefix: string;
  switchboard: FaultSwitchboard;
  system: FaultySystem;
}

function hookIn(app: FastifyInstance, { prefix, switchboard, system }: Hooks): void {
  const hits = new WeakMap<FastifyRequest, Hit>();
  app.addHook("onRequest", async (request, reply) => {
    if (isSpared(request, prefix)) return;
    const fault = switchboard.matchRequest(request.method, pathOf(request));
    if (!fault) return;
    const behaviour = httpFaults[fault.kind];
    const hit: Hit = { fault, behaviour, request, reply, system, rawBody: undefined };
    hits.set(request, hit);
    await behaviour.onArrival?.(hit);
  });
  app.addHook("preParsing", async (request, _reply, body) => {
    const hit = hits.get(request);
    if (!hit?.behaviour.keepsBody) return body;
    hit.rawBody = await buffer(body);
    return Readable.from([hit.rawBody]);
  });
  app.addHook("preHandler", async (request) => {
    const hit = hits.get(request);
    await hit?.behaviour.beforeExecution?.(hit);
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const hit = hits.get(request);
    if (hit) return hit.behaviour.onAnswer?.(hit, bytesOf(payload)) ?? payload;
    if (reply.statusCode < 300 && !isSpared(request, prefix)) {
      system.formerAnswers.remember(request, payload);
    }
    return payload;
  });
}

function pathOf({ url }: FastifyRequest): string {
  return url.split("?")[0] ?? "";
}

function isSpared(request: FastifyRequest, prefix: string): boolean {
  const { url } = request;
  const isOwn = url.startsWith(prefix) || url.startsWith("/health");
  return isOwn || repeatedHeader in request.headers;
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
