// What an integration learns about the person who connected, and where it must not write.
import { afterEach, beforeEach, expect, test } from "vitest";
import { clientBody, errnosOf, type Json, openSession, type Session } from "./session.fixture.ts";

let session: Session;

beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.simulator.close());

async function identity(): Promise<Json> {
  const { status, body } = await session.call("GET", "/auth/api/v1/users/me");
  expect(status).toBe(200);
  return body["response"] as Json;
}

test("the person owns one account, owns a business without an account, and is a client elsewhere (quirks 9 and 10)", async () => {
  const { business_memberships, roles } = await identity();
  const memberships = business_memberships as { role: string; business: Json }[];
  expect(memberships.map(({ role }) => role)).toEqual(["owner", "owner", "client"]);
  expect(memberships.map(({ business }) => business["account_id"])).toEqual([
    null,
    session.accountId,
    expect.stringMatching(/^[A-Za-z0-9]{6}$/),
  ]);
  expect((roles as Json[]).map((role) => role["role"])).toEqual(["admin", "client"]);
});

test("on an account where the person is only a client everything is readable and nothing writable (quirk 9)", async () => {
  const { roles } = await identity();
  const foreign = (roles as Json[])[1]?.["accountid"];
  const path = `/accounting/account/${foreign}/users/clients`;
  expect((await session.call("GET", path)).status).toBe(200);
  const refused = await session.call("POST", path, { body: clientBody() });
  expect(refused.status).toBe(403);
  expect(JSON.stringify(refused.body)).toContain("Permission Denied");
});

test("an id of another kind in the account's place is simply not found (quirk 8)", async () => {
  const businessId = session.simulator.credentials["businessId"];
  const answer = await session.call("GET", `/accounting/account/${businessId}/users/clients`);
  expect(answer.status).toBe(404);
  expect(errnosOf(answer)).toEqual([1012]);
});
