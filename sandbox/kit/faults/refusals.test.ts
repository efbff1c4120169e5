// What a client sees of a refusal, and that nothing was executed.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultyServer, startFaultyServer } from "../faulty-server.fixture.ts";

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(async () => {
  expect(server.executed).toEqual([]);
  await server.close();
});

test("F1: a call is throttled for so many seconds", async () => {
  await server.order({ kind: "too-many-requests", retryAfterSeconds: 7 });
  const throttled = await server.create("a");
  expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "7"]);
});

test("F2: Retry-After as a date counts from the answer's own Date, even when that is wrong", async () => {
  const tenMinutes = 600_000;
  const options = { retryAfterAs: "date", retryAfterSeconds: 30, skewMs: tenMinutes } as const;
  await server.order({ kind: "too-many-requests", ...options });
  const { headers } = await server.create("a");
  const [sentAt, retryAt] = ["date", "retry-after"].map((name) =>
    Date.parse(headers.get(name) ?? ""),
  );
  expect((retryAt ?? 0) - (sentAt ?? 0)).toBe(30_000);
  expect((sentAt ?? 0) - Date.now()).toBeGreaterThan(tenMinutes - 5_000);
});

test("F3: Retry-After is missing, nothing, negative, a day or garbage", async () => {
  const texts = ["", "0", "-5", "86400", "soon"];
  for (const text of texts) {
    await server.order({ kind: "too-many-requests", count: 1, retryAfterSeconds: text });
  }
  const seen: (string | null)[] = [];
  for (const _ of texts) seen.push((await server.create("a")).headers.get("retry-after"));
  expect(seen).toEqual([null, "0", "-5", "86400", "soon"]);
});

test("F4: the service fails with the status that was ordered, in the vendor's words", async () => {
  for (const status of [500, 502, 503, 504]) {
    await server.order({ kind: "server-error", count: 1, status });
    const failed = await server.create("a");
    expect([failed.status, await failed.json()]).toEqual([status, { error: `injected ${status}` }]);
  }
});

test("F5: a gateway answers with a page", async () => {
  await server.order({ kind: "html-502" });
  const page = await server.create("a");
  expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html"]);
});

test("F10: a success carries an error", async () => {
  await server.order({ kind: "error-in-success" });
  const answer = await server.create("a");
  expect([answer.status, await answer.json()]).toEqual([200, { error: "injected into a success" }]);
});

test("F26: a call is sent to another host, with the status that was ordered", async () => {
  const location = "http://127.0.0.1:1/elsewhere";
  await server.order({ kind: "redirect", location, count: 1 });
  await server.order({ kind: "redirect", location, status: 302 });
  for (const status of [307, 302]) {
    const answer = await server.create("a", { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([status, location]);
  }
});
