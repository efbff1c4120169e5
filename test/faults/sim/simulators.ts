// The simulated shop and books in a simulated world: asked in this process, living in virtual time.

import type { FastifyInstance } from "fastify";
import type { Outside } from "../../../sandbox/kit/outside.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/start.ts";
import type { Chance } from "./chance.ts";
import type { History } from "./history.ts";
import { ask, askControl } from "./in-process.ts";
import type { System, WireAnswer, WireRequest } from "./network.ts";
import type { Swarm } from "./swarm.ts";
import type { VirtualTime } from "./virtual-time.ts";

export const addresses = {
  shop: "http://localhost:4701",
  books: "http://localhost:4702",
  platform: "http://localhost:4600",
} as const;

export interface SimulatorsInput {
  seed: number;
  time: VirtualTime;
  chance: Chance;
  history: History;
  swarm: Swarm;
  /** Where webhooks arrive. */
  receive(request: WireRequest): Promise<WireAnswer>;
}

export interface Simulators {
  sandbox: Sandbox;
  systems: ReadonlyMap<string, System>;
  /** Ids of the shop's webhooks that were answered with 2xx. */
  acknowledged: Set<string>;
  /** Waits and posts of the simulators that have not ended yet. */
  pending(): number;
  shop<T>(path: string, body?: unknown): Promise<T>;
  books<T>(path: string, body?: unknown): Promise<T>;
}

const webhookLatencyMaxMs = 50;

export async function startSimulators(input: SimulatorsInput): Promise<Simulators> {
  const { seed, time, swarm } = input;
  const acknowledged = new Set<string>();
  const clock = { now: () => time.now() };
  const { outside, pending } = outsideOf(input, acknowledged);
  const { listLagMs, tokenLifetimeSeconds } = swarm;
  const sandbox = await startSandbox({
    seed,
    kentico: { clock, outside, address: addresses.shop },
    freshbooks: { clock, outside, address: addresses.books, listLagMs, tokenLifetimeSeconds },
  });
  const { kentico, freshbooks } = sandbox;
  return {
    sandbox,
    acknowledged,
    pending,
    systems: new Map([
      [addresses.shop, systemOf(kentico.app)],
      [addresses.books, systemOf(freshbooks.app)],
    ]),
    shop: (path, body) => time.standingStill(askControl(kentico.app, path, body)),
    books: (path, body) => time.standingStill(askControl(freshbooks.app, path, body)),
  };
}

function systemOf(app: FastifyInstance): System {
  return (request) => ask(app, request);
}

/** Time as the simulators wait for it, and their way to the platform. */
function outsideOf(input: SimulatorsInput, acknowledged: Set<string>) {
  const { time, chance, history } = input;
  let waiting = 0;
  const sleep: Outside["sleep"] = (durationMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      waiting += 1;
      const cancel = () => {
        waiting -= 1;
        time.cancel(timer);
        reject(signal.reason);
      };
      const timer = time.after(durationMs, () => {
        waiting -= 1;
        signal.removeEventListener("abort", cancel);
        resolve();
      });
      signal.addEventListener("abort", cancel, { once: true });
    });
  const post: Outside["post"] = async (url, { headers, body, timeoutMs, signal }) => {
    const path = url.slice(addresses.platform.length);
    await sleep(1 + chance.int(webhookLatencyMaxMs), signal);
    const answered = new AbortController();
    const deadline = sleep(timeoutMs, AbortSignal.any([signal, answered.signal]));
    const late = deadline.then(() => Promise.reject(new Error("timeout")));
    try {
      const request = { method: "POST", path, headers, body };
      const { status, headers: answer } = await Promise.race([input.receive(request), late]);
      const id = headers["webhook-id"];
      history.note("ok", `webhook ${id ?? ""}`, status);
      if (status < 300 && id !== undefined) acknowledged.add(id);
      return { status, retryAfter: answer["retry-after"] ?? null };
    } finally {
      late.catch(() => undefined);
      answered.abort();
    }
  };
  const outside: Outside = { sleep, post };
  return { outside, pending: () => waiting };
}
