// The error envelopes, which the caller's API version selects, and the limits every route shares.
import { afterEach, beforeEach, expect, test } from "vitest";
import { manualSandboxClock } from "../kit/manual-clock.fixture.ts";
import { errnosOf, openSession, resultOf, type Session } from "./session.fixture.ts";

let session: Session;
const clock = manualSandboxClock(new Date("2026-06-29T12:00:00Z"));

beforeEach(async () => {
  session = await openSession({ clock });
});
afterEach(() => session.simulator.close());

const missingClient = (headers: Record<string, string>) =>
  session.call("GET", `/accounting/account/${session.accountId}/users/clients/12345`, { headers });

const oldEnvelope = {
  response: {
    errors: [
      {
        errno: 1012,
        field: "userid",
        message: "Client not found.",
        object: "client",
        value: "12345",
      },
    ],
  },
};

const newEnvelope = {
  code: 5,
  message: "Request failed with status_code: 404",
  details: [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "1012",
      domain: "accounting.api.freshbooks.com",
      metadata: { object: "client", message: "Client not found.", value: "12345", field: "userid" },
    },
  ],
};

test("the alpha version answers errors in the old envelope, a dated one in the new (quirk 4)", async () => {
  const alpha = await missingClient({ "api-version": "alpha" });
  expect([alpha.status, alpha.body]).toEqual([404, oldEnvelope]);
  const dated = await missingClient({ "x-api-version": "2023-02-20" });
  expect([dated.status, dated.body]).toEqual([404, newEnvelope]);
  expect((await missingClient({ "x-api-version": "2022-01-01" })).body).toEqual(oldEnvelope);
});

test("without a version the account decides on the envelope (quirk 4)", async () => {
  expect((await missingClient({})).body).toEqual(newEnvelope);
  await session.control("POST", "settings", { errorEnvelope: "A1" });
  expect((await missingClient({})).body).toEqual(oldEnvelope);
});

test("answers carry the API version that was asked for, and creating answers 200 (quirk 6)", async () => {
  const asked = await missingClient({ "x-api-version": "2023-09-25" });
  expect(asked.headers.get("x-api-version")).toBe("2023-09-25");
  const created = await session.books("POST", "users/clients", { client: { organization: "Co" } });
  expect(created.status).toBe(200);
  expect(created.headers.get("x-api-version")).toBe("2023-02-20");
});

test("a call without a living token is refused in the family's own words", async () => {
  const path = `/accounting/account/${session.accountId}/users/clients`;
  const accounting = await session.call("GET", path, { token: "stale" });
  expect([accounting.status, accounting.body["code"]]).toEqual([401, 16]);
  expect(errnosOf(accounting)).toEqual([1003]);
  const events = `/events/account/${session.accountId}/events/callbacks`;
  expect((await session.call("GET", events, { token: "stale" })).body).toEqual({
    errno: 401,
    message: "invalid_token: The request token failed to authenticate or validate.",
  });
});

test("a plan without items answers 200 with an error inside (quirk 5)", async () => {
  await session.control("POST", "settings", { gates: ["items"] });
  const gated = await session.books("GET", "items/items");
  expect(gated.status).toBe(200);
  expect(errnosOf(gated)).toEqual([12001]);
  expect(JSON.stringify(gated.body)).toContain("You do not have access to items.");
});

test("above the rate limit calls get 429 until the minute is over", async () => {
  await session.control("POST", "settings", { rateLimitPerMinute: 2 });
  const call = () => session.books("GET", "users/clients");
  expect((await call()).status).toBe(200);
  clock.advance(15_000);
  expect((await call()).status).toBe(200);
  const throttled = await call();
  expect(throttled.status).toBe(429);
  expect(throttled.headers.get("retry-after")).toBe("45");
  clock.advance(45_000);
  expect((await call()).status).toBe(200);
});

test("a body that is not JSON is refused as unparsable", async () => {
  const answer = await fetch(
    `${session.simulator.url}/accounting/account/${session.accountId}/users/clients`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${session.token}`, "content-type": "application/json" },
      body: "{not json",
    },
  );
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("1005");
});

test("an injected fault answers in FreshBooks' words", async () => {
  await session.control("POST", "faults", { kind: "server-error", status: 409, count: 1 });
  const conflict = await session.books("GET", "users/clients");
  expect([conflict.status, conflict.body["code"]]).toEqual([409, 10]);
  await session.control("POST", "faults", { kind: "server-error", status: 500, count: 1 });
  const opaque = await session.books("GET", "users/clients");
  expect(JSON.stringify(opaque.body)).toContain("There was an error accessing your account data.");
  expect(resultOf((await session.books("GET", "users/clients")).body)["total"]).toBe(0);
});
