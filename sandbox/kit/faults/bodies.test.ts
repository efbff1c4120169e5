// Answers whose bytes or headers are not what they should be, of orders that were created.
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultyServer, startFaultyServer } from "../faulty-server.fixture.ts";

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(() => server.close());

/** The bytes as they came; fetch would unpack them. */
async function bytesOfOrder(id: number): Promise<Buffer> {
  const call = request(`${server.url}/orders/${id}`).end();
  const [answer] = await new Promise<[import("node:http").IncomingMessage]>((resolve) =>
    call.once("response", (message) => resolve([message])),
  );
  return buffer(answer);
}

test("F9: a success comes without a body", async () => {
  await server.order({ kind: "empty-body" });
  const empty = await server.create("a");
  expect([empty.status, await empty.text(), server.executed]).toEqual([200, "", ["a"]]);
});

test("F11: a success speaks of somebody else's order", async () => {
  await server.create("a");
  await server.create("b");
  await server.order({ kind: "foreign-object", count: 1, route: { method: "POST", path: "/" } });
  expect(await (await server.create("c")).json()).toMatchObject({ id: 2, name: "b" });
  await server.read(1);
  await server.order({ kind: "foreign-object", count: 1 });
  expect(await (await server.read(3)).json()).toMatchObject({ id: 1, name: "a" });
});

test("F11: where nothing was answered before, there is nothing to mix up", async () => {
  await server.order({ kind: "foreign-object" });
  expect(await (await server.create("a")).json()).toMatchObject({ id: 1, name: "a" });
});

test("F27: 200 MiB come as some 200 kB, or as a few when packed twice", async () => {
  await server.order({ kind: "gzip-bomb", count: 1 });
  const once = await bytesOfOrder(1);
  expect(once.length).toBeLessThan(250_000);
  expect(gunzipSync(once).length).toBe(209_715_200);
  await server.order({ kind: "gzip-bomb", count: 1, layers: 2 });
  const twice = await bytesOfOrder(1);
  expect(twice.length).toBeLessThan(5_000);
  expect(gunzipSync(twice)).toEqual(once);
});

test("F27: a plain body is larger than anyone wants it", async () => {
  await server.order({ kind: "huge-body", bytes: 20_000_000 });
  expect((await bytesOfOrder(1)).length).toBeGreaterThan(20_000_000);
});

test("F28: a body begins with a byte order mark, or is not in the charset it says", async () => {
  await server.create("Zoë");
  await server.order({ kind: "byte-order-mark", count: 1 });
  await server.order({ kind: "wrong-charset" });
  expect((await bytesOfOrder(1)).toString().startsWith('\uFEFF{"id"')).toBe(true);
  const latin = await server.read(1);
  expect(latin.headers.get("content-type")).toContain("utf-8");
  expect(await latin.text()).toContain("Zo\uFFFD");
});

test("F33: an answer's Date is ten minutes off", async () => {
  await server.order({ kind: "clock-skew" });
  const answer = await server.read(1);
  const skewMs = Date.parse(answer.headers.get("date") ?? "") - Date.now();
  expect(Math.abs(skewMs - 600_000)).toBeLessThan(5_000);
});
