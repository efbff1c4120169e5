// Each fault as a client on the wire sees it, and what the simulator behind it has executed.
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CallLog, installCallLog } from "./call-log.ts";
import type { Fault } from "./fault.ts";
import { installFaults } from "./faults.ts";
import { systemSandboxClock } from "./sandbox-clock.ts";
import { seededRandom } from "./seeded-random.ts";
import { listen, shutDown } from "./simulator.ts";

let app: FastifyInstance;
let url: string;
let log: CallLog;
let executed: string[];

beforeEach(async () => {
  app = Fastify();
  executed = [];
  log = installCallLog(app, systemSandboxClock);
  installFaults(app, { random: seededRandom(1) });
  app.post("/orders", async (request) => {
    executed.push((request.body as { name: string }).name);
    return { created: (request.body as { name: string }).name };
  });
  app.get("/healthz", async () => ({ ok: true }));
  url = await listen(app);
});

afterEach(() => shutDown(app));

const order = (fault: Fault) => postJson("/_control/faults", fault);
const create = (name: string) => postJson("/orders", { name });

function postJson(path: string, body: unknown): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function untilExecuted(count: number): Promise<void> {
  await expect.poll(() => executed.length, { timeout: 5_000 }).toBe(count);
}

test("the third call is throttled with the Retry-After that was ordered", async () => {
  await order({ kind: "too-many-requests", nth: 3, retryAfterSeconds: 7 });
  expect((await create("a")).status).toBe(200);
  expect((await create("b")).status).toBe(200);
  const throttled = await create("c");
  expect(throttled.status).toBe(429);
  expect(throttled.headers.get("retry-after")).toBe("7");
  expect((await create("d")).status).toBe(200);
  expect(executed).toEqual(["a", "b", "d"]);
});

test("Retry-After can be a date, garbage, or missing", async () => {
  await order({
    kind: "too-many-requests",
    count: 1,
    retryAfterSeconds: "Wed, 21 Oct 2026 07:28:00 GMT",
  });
  await order({ kind: "too-many-requests", count: 1, retryAfterSeconds: "soon" });
  await order({ kind: "too-many-requests", count: 1, retryAfterSeconds: "" });
  const answers = [await create("a"), await create("b"), await create("c")];
  expect(answers.map((answer) => answer.headers.get("retry-after"))).toEqual([
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "soon",
    null,
  ]);
});

test("a dropped connection after the commit leaves the order created and the client without an answer", async () => {
  await order({ kind: "commit-then-drop", count: 1 });
  await expect(create("a")).rejects.toThrow();
  expect(executed).toEqual(["a"]);
});

test("a late commit happens after the client has already lost its connection", async () => {
  await order({ kind: "late-commit", count: 1, delayMs: 30 });
  await expect(create("a")).rejects.toThrow();
  await untilExecuted(1);
});

test("a reset happens before anything is executed", async () => {
  await order({ kind: "reset", count: 1 });
  await expect(create("a")).rejects.toThrow();
  expect(executed).toEqual([]);
});

test("a truncated answer announces more than it delivers, and the order exists", async () => {
  await order({ kind: "truncated-body", count: 1 });
  const answer = await create("a");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-length")).toBe(String('{"created":"a"}'.length));
  await expect(answer.text()).rejects.toThrow();
  expect(executed).toEqual(["a"]);
});

test("a hanging call ends when the client gives up and was not executed", async () => {
  await order({ kind: "hang", count: 1 });
  const gaveUp = fetch(`${url}/orders`, { method: "POST", signal: AbortSignal.timeout(100) });
  await expect(gaveUp).rejects.toThrow();
  expect(executed).toEqual([]);
});

test("errors before and after the commit look alike to the client", async () => {
  await order({ kind: "server-error", count: 1, status: 500 });
  await order({ kind: "server-error-after-commit", count: 1, status: 500 });
  const before = await create("a");
  const after = await create("b");
  expect([before.status, after.status]).toEqual([500, 500]);
  expect(await before.text()).toBe(await after.text());
  expect(executed).toEqual(["b"]);
});

test("a gateway answers with HTML, an expired session with 401, a success with an empty body", async () => {
  await order({ kind: "html-502", count: 1 });
  await order({ kind: "unauthorized", count: 1 });
  await order({ kind: "empty-body", count: 1 });
  const gateway = await create("a");
  expect(gateway.headers.get("content-type")).toContain("text/html");
  expect((await create("b")).status).toBe(401);
  const empty = await create("c");
  expect([empty.status, await empty.text()]).toEqual([200, ""]);
});

test("a slow call is executed late, a redirected one not at all", async () => {
  await order({ kind: "slow", count: 1, delayMs: 40 });
  const startedAt = performance.now();
  expect((await create("a")).status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(35);
  await order({ kind: "redirect", count: 1, location: "http://127.0.0.1:1/elsewhere" });
  await expect(create("b")).rejects.toThrow();
  expect(executed).toEqual(["a"]);
});

test("faults by chance follow the seed, and every second call is every second call", async () => {
  await order({ kind: "server-error", probability: 0.5 });
  const statuses: number[] = [];
  for (let call = 0; call < 40; call += 1) statuses.push((await create("a")).status);
  const failed = statuses.filter((status) => status === 503).length;
  expect(failed).toBeGreaterThan(8);
  expect(failed).toBeLessThan(32);
  await fetch(`${url}/_control/faults`, { method: "DELETE" });
  await order({ kind: "server-error", every: 2 });
  expect([(await create("a")).status, (await create("b")).status]).toEqual([200, 503]);
});

test("control and health calls are never hit, and every other call is in the log", async () => {
  await order({ kind: "server-error" });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await create("a");
  const faults = (await (await fetch(`${url}/_control/faults`)).json()) as { faults: unknown[] };
  expect(faults.faults).toHaveLength(1);
  await fetch(`${url}/_control/faults`, { method: "DELETE" });
  await create("b");
  expect(log.calls.map((call) => [call.method, call.path, call.status])).toEqual([
    ["POST", "/orders", 503],
    ["POST", "/orders", 200],
  ]);
});

test("a fault only hits its own route and is refused when misspelt", async () => {
  await order({ kind: "server-error", route: { method: "get", path: "/orders" } });
  await order({ kind: "server-error", route: { path: "/or*/lines" } });
  expect((await create("a")).status).toBe(200);
  const misspelt = await postJson("/_control/faults", { kind: "explode" });
  expect(misspelt.status).toBe(400);
});
