// When faults fire, whom they spare, and that chance can be repeated. What each kind does is tested
// beside its family.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultyServer, startFaultyServer } from "./faulty-server.fixture.ts";

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(() => server.close());

test("the third call is hit and no other", async () => {
  await server.order({ kind: "server-error", nth: 3 });
  const statuses: number[] = [];
  for (const name of ["a", "b", "c", "d"]) statuses.push((await server.create(name)).status);
  expect(statuses).toEqual([200, 200, 503, 200]);
  expect(server.executed).toEqual(["a", "b", "d"]);
});

async function statusesOfCalls(count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let call = 0; call < count; call += 1) statuses.push((await server.create("a")).status);
  return statuses;
}

test("faults by chance follow the seed, whatever other faults are armed", async () => {
  await server.order({ kind: "server-error", probability: 0.5 });
  const alone = await statusesOfCalls(40);
  const failed = alone.filter((status) => status === 503).length;
  expect(failed).toBeGreaterThan(8);
  expect(failed).toBeLessThan(32);
  await server.close();
  server = await startFaultyServer();
  await server.order({ kind: "server-error", probability: 0.5 });
  await server.order({ kind: "slow", delayMs: 0, probability: 0.5 });
  expect(await statusesOfCalls(40)).toEqual(alone);
});

test("every second call is every second call", async () => {
  await server.order({ kind: "server-error", every: 2 });
  expect(await statusesOfCalls(4)).toEqual([200, 503, 200, 503]);
});

test("control and health calls are never hit, and every other call is in the log", async () => {
  await server.order({ kind: "server-error" });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  await server.create("a");
  const listed = await fetch(`${server.url}/_control/faults`);
  expect(((await listed.json()) as { faults: unknown[] }).faults).toHaveLength(1);
  await server.disarm();
  await server.create("b");
  expect(server.log.calls.map((call) => [call.method, call.path, call.status])).toEqual([
    ["POST", "/orders", 503],
    ["POST", "/orders", 200],
  ]);
});

test("a fault only hits its own route and is refused when misspelt", async () => {
  await server.order({ kind: "server-error", route: { method: "get", path: "/orders" } });
  await server.order({ kind: "server-error", route: { path: "/or*/lines" } });
  expect((await server.create("a")).status).toBe(200);
  expect((await server.order({ kind: "explode" } as never)).status).toBe(400);
});
