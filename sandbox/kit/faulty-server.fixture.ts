// A small server of orders to try faults on: creates, reads and lists them, and tells what it executed.
import Fastify, { type FastifyInstance } from "fastify";
import { type CallLog, installCallLog } from "./call-log.ts";
import type { Fault } from "./fault.ts";
import { type FaultOptions, installFaults } from "./faults.ts";
import { systemSandboxClock } from "./sandbox-clock.ts";
import { seededRandom } from "./seeded-random.ts";
import { openAt, shutDown } from "./simulator.ts";

export interface FaultyServer {
  app: FastifyInstance;
  url: string;
  log: CallLog;
  /** Names of the orders created, in the order of their execution. */
  executed: string[];
  order(fault: Fault): Promise<Response>;
  disarm(): Promise<unknown>;
  create(name: string, init?: RequestInit): Promise<Response>;
  read(id: number): Promise<Response>;
  close(): Promise<void>;
}

export async function startFaultyServer(
  options: Partial<FaultOptions> = {},
): Promise<FaultyServer> {
  const app = Fastify();
  const executed: string[] = [];
  const log = installCallLog(app, systemSandboxClock);
  installFaults(app, { random: seededRandom(1), ...options });
  app.post("/orders", async (request) => {
    executed.push((request.body as { name: string }).name);
    return { id: executed.length, name: executed.at(-1), total: "12.50" };
  });
  app.get<{ Params: { id: string } }>("/orders/:id", async ({ params }) => {
    return { id: Number(params.id), name: executed[Number(params.id) - 1], total: "12.50" };
  });
  app.get("/healthz", async () => ({ ok: true }));
  const url = await openAt(app, {});
  const post = (path: string, body: unknown, init?: RequestInit) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      ...init,
    });
  return {
    app,
    url,
    log,
    executed,
    order: (fault) => post("/_control/faults", fault),
    disarm: () => fetch(`${url}/_control/faults`, { method: "DELETE" }),
    create: (name, init) => post("/orders", { name }, init),
    read: (id) => fetch(`${url}/orders/${id}`),
    close: () => shutDown(app),
  };
}
