// Token requests, PKCE and the session that keeps a connection signed in.

import { expect, test } from "vitest";
import type { Clock } from "../core/clock.ts";
import { parseJson } from "../core/json.ts";
import type { TokenSet, TokenStore } from "./auth.ts";
import type { HttpClient } from "./http.ts";
import { createPkcePair, requestToken } from "./oauth2.ts";
import { createOAuth2Session } from "./oauth2-session.ts";

function answering(status: number, text: string): HttpClient {
  const json = () => parseJson(text);
  return { send: async () => ({ status, headers: {}, text, json }) };
}

const request = { path: "/token", form: [["grant_type", "refresh_token"]] } as const;

test("a token answer is read, whatever else it holds", async () => {
  const http = answering(
    200,
    '{"access_token":"a","refresh_token":"b","expires_in":43199,"created_at":1693574400,"x":1}',
  );
  expect(await requestToken(http, request)).toEqual({
    access_token: "a",
    refresh_token: "b",
    expires_in: 43199,
    created_at: 1693574400,
  });
});

test.each([
  [400, '{"error":"invalid_grant","error_description":"used"}', "NOT_AUTHENTICATED"],
  [401, '{"error":"invalid_client"}', "NOT_AUTHENTICATED"],
  [400, "<html>", "REFUSED_BY_SYSTEM"],
  [429, "{}", "RATE_LIMITED"],
  [502, "<html>", "OUTCOME_UNKNOWN"],
  [200, "{}", "OUTCOME_UNKNOWN"],
])("HTTP %i with %s is %s", async (status, text, code) => {
  await expect(requestToken(answering(status, text), request)).rejects.toMatchObject({ code });
});

test("the PKCE challenge is the example of RFC 7636, appendix B", () => {
  const octets = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77,
    105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
  ];
  const random = { float: () => 0, bytes: () => Uint8Array.from(octets) };
  expect(createPkcePair(random)).toEqual({
    codeVerifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  });
});

const clock: Clock = {
  now: () => new Date("2026-06-01T12:00:00Z"),
  monotonicMs: () => 0,
  sleep: async () => {},
};

function sessionWith(expiresAt: string) {
  const tokensNamed = (name: string, until: string): TokenSet => ({
    accessToken: name,
    refreshToken: `${name}-refresh`,
    expiresAt: until,
    scope: "",
  });
  let current = tokensNamed("first", expiresAt);
  let refreshes = 0;
  const tokens: TokenStore = {
    current: async () => current,
    refresh: async (stale, exchange) => {
      if (stale.accessToken === current.accessToken) current = await exchange(current);
      return current;
    },
  };
  const refresh = async () => {
    refreshes += 1;
    return tokensNamed("second", "2026-06-02T00:00:00Z");
  };
  const session = createOAuth2Session({ tokens, clock, refresh });
  return { session, refreshes: () => refreshes };
}

test("a token is renewed before it runs out", async () => {
  const { session } = sessionWith("2026-06-01T12:00:00Z");
  expect(await session.authorize()).toEqual({ authorization: "Bearer second" });
});

test("two calls refused with the same token use up one refresh token", async () => {
  const { session, refreshes } = sessionWith("2026-06-01T20:00:00Z");
  const refused = await session.authorize();
  expect(refused).toEqual({ authorization: "Bearer first" });
  await session.reauthorize(refused);
  await session.reauthorize(refused);
  expect(refreshes()).toBe(1);
  expect(await session.authorize()).toEqual({ authorization: "Bearer second" });
});
