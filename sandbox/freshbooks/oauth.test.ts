// OAuth as FreshBooks plays it: codes and refresh tokens are spent by their first use.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { manualSandboxClock } from "../kit/manual-clock.fixture.ts";
import { type Answer, type Json, openSession, type Session } from "./session.fixture.ts";

let session: Session;
const clock = manualSandboxClock(new Date("2026-06-29T16:52:44Z"));

beforeEach(async () => {
  session = await openSession({ clock });
});
afterEach(() => session.simulator.close());

function tokenRequest(fields: Json): Promise<Answer> {
  const { clientId, clientSecret, redirectUri } = session.simulator.credentials;
  return session.call("POST", "/auth/oauth/token", {
    body: {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      ...fields,
    },
  });
}

const exchange = (code: unknown, fields: Json = {}) =>
  tokenRequest({ grant_type: "authorization_code", code, ...fields });
const refresh = (refreshToken: unknown, fields: Json = {}) =>
  tokenRequest({ grant_type: "refresh_token", refresh_token: refreshToken, ...fields });
const me = (token: unknown) =>
  session.call("GET", "/auth/api/v1/users/me", { token: String(token) });

async function consentCode(fields: Json = {}): Promise<unknown> {
  return (await session.control("POST", "consent", fields)).body["code"];
}

test("an authorization code buys a token of twelve hours, once", async () => {
  const code = session.simulator.credentials["authorizationCode"];
  const first = await exchange(code);
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({
    token_type: "Bearer",
    expires_in: 43_200,
    created_at: Date.UTC(2026, 5, 29, 16, 52, 44) / 1000,
  });
  expect(String(first.body["access_token"]).split(".")).toHaveLength(3);
  expect((await me(first.body["access_token"])).status).toBe(200);
  const second = await exchange(code);
  expect([second.status, second.body["error"]]).toEqual([400, "invalid_grant"]);
});

test("an authorization code is worth nothing after five minutes (quirk 1)", async () => {
  const code = await consentCode();
  clock.advance(5 * 60_000);
  expect((await exchange(code)).body["error"]).toBe("invalid_grant");
});

test("an authorization code belongs to its redirect address", async () => {
  const redirected = await exchange(await consentCode(), {
    redirect_uri: "https://elsewhere.example/",
  });
  expect(redirected.body["error"]).toBe("invalid_grant");
});

test("a refresh token works once and its second use is refused for good (quirk 2)", async () => {
  const first = (await exchange(await consentCode())).body;
  const second = await refresh(first["refresh_token"]);
  expect(second.status).toBe(200);
  expect(second.body["refresh_token"]).not.toBe(first["refresh_token"]);
  const reused = await refresh(first["refresh_token"]);
  expect([reused.status, reused.body["error"]]).toEqual([400, "invalid_grant"]);
  expect((await refresh(second.body["refresh_token"])).status).toBe(200);
});

test("a refresh does not need the redirect address", async () => {
  const first = (await exchange(await consentCode())).body;
  expect((await refresh(first["refresh_token"], { redirect_uri: undefined })).status).toBe(200);
});

test("a refresh whose answer is lost has still spent the token", async () => {
  const first = (await exchange(await consentCode())).body;
  const route = { method: "POST", path: "/auth/oauth/token" };
  await session.control("POST", "faults", { kind: "commit-then-drop", route, count: 1 });
  await expect(refresh(first["refresh_token"])).rejects.toThrow();
  expect((await refresh(first["refresh_token"])).body["error"]).toBe("invalid_grant");
});

test("an access token ends by the clock, by revocation and by the control switch", async () => {
  const first = (await exchange(await consentCode())).body;
  clock.advance(43_200_000);
  const expired = await me(first["access_token"]);
  expect(expired.status).toBe(401);
  expect(expired.body).toEqual({
    error: "unauthenticated",
    error_description: "This action requires authentication to continue.",
  });
  const second = (await refresh(first["refresh_token"])).body;
  const { clientId, clientSecret } = session.simulator.credentials;
  const revoked = await session.call("POST", "/auth/oauth/revoke", {
    body: { client_id: clientId, client_secret: clientSecret, token: second["access_token"] },
  });
  expect([revoked.status, revoked.body]).toEqual([200, {}]);
  expect((await me(second["access_token"])).status).toBe(401);
  const third = (await refresh(second["refresh_token"])).body;
  await session.control("POST", "tokens/expire");
  expect((await me(third["access_token"])).status).toBe(401);
  expect((await refresh(third["refresh_token"])).status).toBe(200);
});

test("the token endpoint takes forms and Basic authentication, and refuses a wrong secret", async () => {
  const { clientId, clientSecret, redirectUri } = session.simulator.credentials;
  const form = async (authorization: string) => {
    const response = await fetch(`${session.simulator.url}/auth/oauth/token`, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: String(await consentCode()),
        redirect_uri: String(redirectUri),
      }),
    });
    return response.status;
  };
  const basic = (secret: string) =>
    `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
  expect(await form(basic(String(clientSecret)))).toBe(200);
  expect(await form(basic("wrong"))).toBe(401);
  const wrong = await exchange("any", { client_secret: "wrong" });
  expect([wrong.status, wrong.body["error"]]).toEqual([401, "invalid_client"]);
});

test("a token reads what its scopes allow and is refused the rest with 403 (quirk 7)", async () => {
  const scopes = ["user:clients:read"];
  const token = (await exchange(await consentCode({ scopes }))).body["access_token"];
  const path = `/accounting/account/${session.accountId}/users/clients`;
  expect((await session.call("GET", path, { token: String(token) })).status).toBe(200);
  const refused = await session.call("POST", path, { token: String(token), body: {} });
  expect([refused.status, refused.body["error"]]).toEqual([403, "insufficient_scope"]);
  expect(refused.headers.get("www-authenticate")).toContain("user:clients:write");
});

function authorizeUrl(fields: Record<string, string> = {}): string {
  const { clientId = "", redirectUri = "" } = session.simulator.credentials;
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "user:profile:read",
    state: "s-1",
    ...fields,
  });
  return `/oauth/authorize/?${query}`;
}

async function allow(fields: Record<string, string> = {}): Promise<URL> {
  const answer = await session.call("POST", authorizeUrl(fields));
  expect(answer.status).toBe(302);
  return new URL(String(answer.headers.get("location")));
}

test("the consent page asks, and allowing sends the user back with a code and the state", async () => {
  const page = await session.call("GET", authorizeUrl());
  expect(page.body["text"]).toContain("<button");
  expect(page.body["text"]).toContain("user:profile:read");
  const target = await allow();
  expect(target.searchParams.get("state")).toBe("s-1");
  expect((await exchange(target.searchParams.get("code"))).body["scope"]).toBe("user:profile:read");
});

test("the page's own form, as a browser sends it, gives a code", async () => {
  const [path, query] = authorizeUrl().split("?");
  const answer = await fetch(`${session.simulator.url}${path}?${query}`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams([...new URLSearchParams(query), ["decision", "allow"]]),
  });
  const target = new URL(String(answer.headers.get("location")));
  expect((await exchange(target.searchParams.get("code"))).status).toBe(200);
});

test("denying and asking for an unregistered scope both send the user back without a code", async () => {
  expect((await allow({ decision: "deny" })).searchParams.get("error")).toBe("access_denied");
  const unknown = await allow({ scope: "user:profile:read user:everything:write" });
  expect(unknown.searchParams.get("error")).toBe("invalid_scope");
  expect(unknown.searchParams.get("code")).toBeNull();
});

test("a PKCE challenge is kept and the exchange must prove it", async () => {
  const verifier = "a-verifier-of-enough-letters-and-digits-0123456789";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const query = { code_challenge: challenge, code_challenge_method: "S256" };
  const unproven = (await allow(query)).searchParams.get("code");
  expect((await exchange(unproven)).body["error"]).toBe("invalid_grant");
  const proven = (await allow(query)).searchParams.get("code");
  expect((await exchange(proven, { code_verifier: verifier })).status).toBe(200);
});

test("an unknown application gets a 500 page and an unregistered or plain http address a 400 page (quirk 3)", async () => {
  expect((await session.call("GET", authorizeUrl({ client_id: "nobody" }))).status).toBe(500);
  const http = "http://127.0.0.1:9000/callback";
  for (const uri of ["https://elsewhere.example/cb", http, "https://a.example/cb?x=1"]) {
    expect((await session.call("GET", authorizeUrl({ redirect_uri: uri }))).status).toBe(400);
  }
  await session.control("POST", "settings", { allowHttpRedirect: true });
  expect((await session.call("GET", authorizeUrl({ redirect_uri: http }))).status).toBe(200);
});
