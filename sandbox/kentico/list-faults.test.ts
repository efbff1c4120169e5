// Lists of the REST service that are wrong although every record in them is right.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../kit/fault.ts";
import type { Simulator } from "../kit/simulator.ts";
import { startKentico } from "./server.ts";
import { ShopClient } from "./shop-client.fixture.ts";

let simulator: Simulator;
let shop: ShopClient;
let ids: number[];

beforeEach(async () => {
  simulator = await startKentico();
  shop = new ShopClient(simulator);
  ids = [];
  for (let count = 0; count < 4; count += 1) ids.push(Number((await shop.placeOrder()).id));
});
afterEach(() => simulator.close());

const arm = (fault: Fault) =>
  shop.control("faults", { route: { method: "GET", path: "/ecommerce.order/" }, ...fault });

interface Listed {
  ids: number[];
  total: number;
}

async function list(query = ""): Promise<Listed> {
  const path = `/rest/ecommerce.order/currentsite?format=json&columns=OrderID&orderby=OrderID${query}`;
  const { text } = await shop.rest(path);
  const total = Number(/"TotalRecords":"(\d+)"/.exec(text)?.[1] ?? 0);
  return { ids: [...text.matchAll(/"OrderID":(\d+)/g)].map(([, id]) => Number(id)), total };
}

test("F18: what was written just now is not listed yet", async () => {
  await arm({ kind: "list-lag", delayMs: 3_600_000, count: 1 });
  expect(await list()).toEqual({ ids: [], total: 0 });
  expect(await list()).toEqual({ ids, total: 4 });
});

test("F19: an order that moved between two pages is on neither, and another is on both", async () => {
  await arm({ kind: "row-moves" });
  const pages = [await list("&offset=0&maxrecords=2"), await list("&offset=2&maxrecords=2")];
  expect(pages.map((page) => page.ids)).toEqual([
    [ids[0], ids[1]],
    [ids[1], ids[3]],
  ]);
});

test("F20: a condition is ignored", async () => {
  const query = `&where=OrderID=${ids[0]}`;
  expect((await list(query)).ids).toEqual([ids[0]]);
  await arm({ kind: "filters-ignored" });
  expect((await list(query)).ids).toEqual(ids);
});

test("F21: the total is off", async () => {
  await arm({ kind: "wrong-total", by: 3 });
  expect(await list()).toEqual({ ids, total: 7 });
});
