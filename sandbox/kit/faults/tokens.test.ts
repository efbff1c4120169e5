// Sign-ins that end in the middle of the work.
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultyServer, startFaultyServer } from "../faulty-server.fixture.ts";

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(() => server.close());

test("F22: a token is refused in the middle of a run", async () => {
  await server.order({ kind: "unauthorized", nth: 2 });
  const statuses = [await server.create("a"), await server.create("b"), await server.create("c")];
  expect(statuses.map(({ status }) => status)).toEqual([200, 401, 200]);
  expect(server.executed).toEqual(["a", "c"]);
});

test("F23: a refresh token was used before", async () => {
  await server.order({ kind: "refresh-token-used", route: { path: "/token" } });
  const refused = await fetch(`${server.url}/token`, { method: "POST" });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: "invalid_grant" });
});
