// Lists that are wrong although every record in them is right.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../kit/fault.ts";
import { clientBody, listOf, openSession, resultOf, type Session } from "./session.fixture.ts";

let session: Session;
let ids: unknown[];

beforeEach(async () => {
  session = await openSession();
  ids = [];
  for (const email of ["a@example.com", "b@example.com", "c@example.com", "d@example.com"]) {
    ids.unshift((await session.object("POST", "users/clients", clientBody({ email })))["id"]);
  }
});
afterEach(() => session.simulator.close());

async function arm(fault: Fault): Promise<void> {
  await session.control("POST", "faults", { route: { method: "GET", path: "/clients" }, ...fault });
}

async function listed(query = ""): Promise<unknown[]> {
  const answer = await session.books("GET", `users/clients?${query}`);
  return listOf(answer).map(({ id }) => id);
}

test("F18: what was created just now is not listed yet, and can be read all the same", async () => {
  await arm({ kind: "list-lag", delayMs: 3_600_000, count: 1 });
  expect(await listed()).toEqual([]);
  expect(await listed()).toEqual(ids);
  expect((await session.books("GET", `users/clients/${ids[0]}`)).status).toBe(200);
});

test("F19: a client that moved between two pages is on neither, and another is on both", async () => {
  await arm({ kind: "row-moves" });
  const pages = [await listed("per_page=2&page=1"), await listed("per_page=2&page=2")];
  expect(pages).toEqual([
    [ids[0], ids[1]],
    [ids[1], ids[3]],
  ]);
});

test("F20: a filter that worked yesterday is ignored", async () => {
  const query = "search[email]=a@example.com";
  expect(await listed(query)).toEqual([ids[3]]);
  await arm({ kind: "filters-ignored" });
  expect(await listed(query)).toEqual(ids);
});

test("F21: the total is off, the pages are not", async () => {
  await arm({ kind: "wrong-total", by: -2 });
  const { body } = await session.books("GET", "users/clients");
  expect(resultOf(body)).toMatchObject({ total: 2, pages: 1 });
  expect(await listed()).toEqual(ids);
});
