// Paging, ordering and deletion in lists.
import { afterEach, beforeEach, expect, test } from "vitest";
import { manualSandboxClock } from "../kit/manual-clock.fixture.ts";
import {
  clientBody,
  errnosOf,
  listOf,
  openSession,
  resultOf,
  type Session,
} from "./session.fixture.ts";

let session: Session;
let clock: ReturnType<typeof manualSandboxClock>;

beforeEach(async () => {
  clock = manualSandboxClock(new Date("2026-06-29T16:52:44Z"));
  session = await openSession({ clock });
});
afterEach(() => session.simulator.close());

async function createClients(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const client = await session.object("POST", "users/clients", clientBody());
    ids.push(Number(client["id"]));
  }
  return ids;
}

const list = (query = "") => session.books("GET", `users/clients?${query}`);
const idsOf = async (query = "") => listOf(await list(query)).map((client) => client["id"]);

test("an empty list has zero pages (quirk 15)", async () => {
  expect(resultOf((await list()).body)).toEqual({
    clients: [],
    page: 1,
    pages: 0,
    per_page: 15,
    total: 0,
  });
});

test("a page has 15 entries, at most 100, and there is nothing after the last (quirk 15)", async () => {
  await createClients(101);
  expect(await idsOf()).toHaveLength(15);
  expect(await idsOf("per_page=500")).toHaveLength(100);
  expect(await idsOf("per_page=100&page=2")).toHaveLength(1);
  expect(await idsOf("per_page=100&page=3")).toHaveLength(0);
  expect(resultOf((await list("page=0")).body)).toMatchObject({ page: 1, pages: 7, total: 101 });
  expect(errnosOf(await list("per_page=ten"))).toEqual([1013]);
  expect(errnosOf(await list("page=-1"))).toEqual([1014]);
});

test("the newest come first, and a malformed sort turns that round (quirk 14)", async () => {
  const [first, second] = await createClients(2);
  expect(await idsOf()).toEqual([second, first]);
  expect(await idsOf("sort=updated:asc")).toEqual([first, second]);
  expect(await idsOf("sort=shoe_size_asc")).toEqual([second, first]);
  expect(await idsOf("sort=updated_asc")).toEqual([second, first]);
  clock.advance(1_000);
  await session.object("PUT", `users/clients/${first}`, { client: { fname: "Zoe" } });
  expect(await idsOf("sort=updated_asc")).toEqual([second, first]);
  expect(await idsOf("sort=updated_desc")).toEqual([first, second]);
});

test("deleted objects leave the list but are still found by id or by their vis_state (quirk 17)", async () => {
  const [kept, deleted, archived] = await createClients(3);
  await session.object("PUT", `users/clients/${deleted}`, { client: { vis_state: 1 } });
  await session.object("PUT", `users/clients/${archived}`, { client: { vis_state: 2 } });
  expect(await idsOf()).toEqual([archived, kept]);
  expect(await idsOf("search[vis_state]=1")).toEqual([deleted]);
  expect((await session.object("GET", `users/clients/${deleted}`))["vis_state"]).toBe(1);
});

test("a PUT with vis_state discards everything beside it, and a deleted object cannot be changed (quirk 18)", async () => {
  const [id] = await createClients(1);
  const put = (fields: Record<string, unknown>) =>
    session.books("PUT", `users/clients/${id}`, { client: fields });
  await put({ vis_state: 1, fname: "Gone" });
  expect(await session.object("GET", `users/clients/${id}`)).toMatchObject({
    vis_state: 1,
    fname: "Ada",
  });
  expect(errnosOf(await put({ fname: "Gone" }))).toEqual([1011]);
  await put({ vis_state: 0 });
  expect((await put({ fname: "Back" })).status).toBe(200);
});

test("several values of a filter mean any of them", async () => {
  const [first, second] = await createClients(3);
  expect(await idsOf(`search[userids][]=${first}&search[userids][]=${second}`)).toEqual([
    second,
    first,
  ]);
});

test("with a list lag a new object is found by id at once and in lists later (quirk 35)", async () => {
  await session.control("POST", "settings", { listLagMs: 20_000 });
  const [id] = await createClients(1);
  expect((await session.books("GET", `users/clients/${id}`)).status).toBe(200);
  expect(await idsOf()).toEqual([]);
  clock.advance(20_000);
  expect(await idsOf()).toEqual([id]);
});
