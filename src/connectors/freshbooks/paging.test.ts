// Lists that grow, shrink, never end or lack their paging, from a server that answers as scripted.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHttpClient } from "../../connector-kit/http-client.ts";
import type { CallContext } from "../../connector-kit/operation.ts";
import { systemClock } from "../../core/clock.ts";
import { listRecords } from "./paging.ts";
import { clients } from "./wire/client.ts";

let server: Server;
let dispatcher: Agent;
let context: CallContext;
let asked: URLSearchParams[];
/** Gives the `result` of each list call. */
let answer: (page: number, call: number) => unknown;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://localhost").searchParams;
    asked.push(query);
    const result = answer(Number(query.get("page")), asked.length);
    response.end(JSON.stringify({ response: { result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  dispatcher = new Agent();
  const signal = new AbortController().signal;
  const http = createHttpClient({
    baseUrl,
    dispatcher,
    authorize: async () => ({}),
    limits: { timeoutMs: 5_000 },
    clock: systemClock,
    signal,
  });
  context = { http, settings: { accountId: "6BApk" }, clock: systemClock, signal };
});

afterEach(async () => {
  await dispatcher.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const rows = (...ids: number[]) => ids.map((id) => ({ id, fname: `Client ${id}` }));
const idsOf = async () => (await listRecords(context, clients)).map(({ id }) => id);

test("quirk 8: all pages are read, a hundred rows at a time", async () => {
  answer = (page) => ({ clients: page === 1 ? rows(3, 2) : rows(1), page, pages: 2, total: 3 });
  expect(await idsOf()).toEqual([3, 2, 1]);
  expect(asked.map((query) => query.get("per_page"))).toEqual(["100", "100"]);
});

test("an empty list has no pages and is empty", async () => {
  answer = () => ({ clients: [], page: 1, pages: 0, total: 0 });
  expect(await idsOf()).toEqual([]);
});

test("a row that is pushed to the next page by a new one is taken once", async () => {
  answer = (page) => ({
    clients: page === 1 ? rows(3, 2) : rows(2, 1),
    page,
    pages: 2,
    total: page === 1 ? 3 : 4,
  });
  expect(await idsOf()).toEqual([3, 2, 1]);
});

test("when rows are taken away while reading, the list is read again", async () => {
  answer = (page, call) => {
    if (call > 2) return { clients: rows(3, 1), page, pages: 1, total: 2 };
    return { clients: page === 1 ? rows(3, 2) : rows(), page, pages: 2, total: 4 - page };
  };
  expect(await idsOf()).toEqual([3, 1]);
});

test("when a row slipped past between two pages, the list is read again", async () => {
  answer = (page, call) => {
    const second = call > 2 ? rows(2, 1) : rows(3, 1);
    return { clients: page === 1 ? rows(4, 3) : second, page, pages: 2, total: 4 };
  };
  expect(await idsOf()).toEqual([4, 3, 2, 1]);
});

test("a list that lacks rows it counts is never taken for whole", async () => {
  answer = (page) => ({ clients: rows(2, 1), page, pages: 1, total: 3 });
  await expect(idsOf()).rejects.toMatchObject({ code: "UNREADABLE_ANSWER" });
});

test.each([
  ["no page count", { clients: [] }],
  ["no list", { pages: 1, total: 1 }],
  ["rows that are no clients", { clients: [{ name: "x" }], pages: 1, total: 1 }],
])("an answer with %s is never taken for an empty list", async (_what, result) => {
  answer = () => result;
  await expect(idsOf()).rejects.toMatchObject({ code: "UNREADABLE_ANSWER" });
});
