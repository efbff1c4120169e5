// What a client sees when it cannot know what happened, and what the server has executed.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultyServer, startFaultyServer } from "../faulty-server.fixture.ts";

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(() => server.close());

async function untilExecuted(...names: string[]): Promise<void> {
  await expect.poll(() => server.executed, { timeout: 5_000 }).toEqual(names);
}

const impatient = (ms: number) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: '{"name":"a"}',
  signal: AbortSignal.timeout(ms),
});

test("F6: errors before and after the commit look alike to the client", async () => {
  await server.order({ kind: "server-error", count: 1, status: 500 });
  await server.order({ kind: "server-error-after-commit", count: 1, status: 500 });
  const before = await server.create("a");
  const after = await server.create("b");
  expect([before.status, after.status]).toEqual([500, 500]);
  expect(await before.text()).toBe(await after.text());
  expect(server.executed).toEqual(["b"]);
});

test("F7: a dropped connection after the commit leaves the order created and the client without an answer", async () => {
  await server.order({ kind: "commit-then-drop", count: 1 });
  await expect(server.create("a")).rejects.toThrow();
  expect(server.executed).toEqual(["a"]);
});

const wholeLength = String('{"id":1,"name":"a","total":"12.50"}'.length);

test("F8: a truncated answer announces more than it delivers, and the order exists", async () => {
  await server.order({ kind: "truncated-body" });
  const answer = await server.create("a");
  expect([answer.status, answer.headers.get("content-length")]).toEqual([200, wholeLength]);
  await expect(answer.text()).rejects.toThrow();
  expect(server.executed).toEqual(["a"]);
});

test("F12: a hanging call ends when the client gives up, or after a while, and was not executed", async () => {
  await server.order({ kind: "hang", count: 1 });
  await expect(fetch(`${server.url}/orders`, impatient(100))).rejects.toThrow();
  await server.order({ kind: "hang", delayMs: 20 });
  await expect(server.create("a")).rejects.toThrow();
  expect(server.executed).toEqual([]);
});

test("F13: an answer stops half way and stays silent", async () => {
  await server.order({ kind: "hang-mid-body" });
  const answer = await fetch(`${server.url}/orders`, impatient(200));
  expect([answer.status, answer.headers.get("content-length")]).toEqual([200, wholeLength]);
  await expect(answer.text()).rejects.toThrow(/timeout/);
  expect(server.executed).toEqual(["a"]);
});

test("F14: an answer drips in byte by byte, whole in the end", async () => {
  await server.order({ kind: "drip", delayMs: 1 });
  const answer = await server.create("a");
  const pieces: number[] = [];
  for await (const piece of answer.body ?? []) pieces.push(piece.length);
  expect(pieces.length).toBeGreaterThan(10);
  expect(String(pieces.reduce((sum, length) => sum + length))).toBe(wholeLength);
});

test("F15: a reset happens before anything is executed", async () => {
  await server.order({ kind: "reset" });
  await expect(server.create("a")).rejects.toThrow();
  expect(server.executed).toEqual([]);
});

test("F16: a late commit happens after the client has already lost its connection", async () => {
  await server.order({ kind: "late-commit", count: 1, delayMs: 50 });
  await expect(server.create("a")).rejects.toThrow();
  expect(server.executed).toEqual([]);
  await untilExecuted("a");
});

test("F17: a proxy has a call executed twice and hands on the second answer", async () => {
  await server.order({ kind: "executed-twice", nth: 1 });
  const answer = await server.create("a");
  expect(await answer.json()).toMatchObject({ id: 2, name: "a" });
  expect(server.executed).toEqual(["a", "a"]);
  expect(server.log.calls).toHaveLength(2);
});

test("F25: a slow call is executed late, also when the client gives up before", async () => {
  await server.order({ kind: "slow", count: 1, delayMs: 40 });
  const startedAt = performance.now();
  expect((await server.create("a")).status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(35);
  await server.order({ kind: "slow", count: 1, delayMs: 150 });
  await expect(fetch(`${server.url}/orders`, impatient(60))).rejects.toThrow();
  expect(server.executed).toEqual(["a"]);
  await untilExecuted("a", "a");
});
