// Remembers every call a simulator received, so that a test's oracle can count and order them.
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { SandboxClock } from "./sandbox-clock.ts";

export interface LoggedCall {
  /** ISO instant of arrival. */
  at: string;
  method: string;
  path: string;
  /** The status answered or meant; null while running, or when the connection went before that. */
  status: number | null;
}

export interface CallLog {
  calls: LoggedCall[];
  clear(): void;
}

/** The oldest calls make room, so that a long load run cannot exhaust the memory. */
const callsMax = 200_000;

/** Call it before `installFaults`, so that faulted calls are seen too. Control and health calls are left out. */
export function installCallLog(app: FastifyInstance, clock: SandboxClock): CallLog {
  const log: CallLog = {
    calls: [],
    clear: () => {
      log.calls = [];
    },
  };
  const open = new WeakMap<FastifyRequest, LoggedCall>();
  app.addHook("onRequest", async (request) => {
    if (request.url.startsWith("/_control") || request.url.startsWith("/health")) return;
    const call = {
      at: clock.now().toISOString(),
      method: request.method,
      path: request.url,
      status: null,
    };
    open.set(request, call);
    if (log.calls.length >= callsMax) log.calls.splice(0, callsMax / 2);
    log.calls.push(call);
  });
  app.addHook("onSend", async (request, reply) => {
    const call = open.get(request);
    if (call) call.status = reply.statusCode;
  });
  return log;
}
