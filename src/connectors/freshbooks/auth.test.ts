// Signing in against the simulated FreshBooks, and what a lost refresh answer leads to.

import { afterEach, beforeEach, expect, test } from "vitest";
import type { OAuth2Request, TokenSet } from "../../connector-kit/auth.ts";
import { freshbooksAuth } from "./auth.ts";
import { connectToSandbox, type SandboxConnection } from "./sandbox-connection.fixture.ts";

let sandbox: SandboxConnection;

beforeEach(async () => {
  sandbox = await connectToSandbox();
});
afterEach(() => sandbox.close());

function request(change: Partial<OAuth2Request> = {}): OAuth2Request {
  const { settings, http } = sandbox.context;
  const secrets = { clientSecret: sandbox.credentials["clientSecret"] ?? "" };
  return { settings, secrets, http, now: new Date(), ...change };
}

async function signIn(): Promise<TokenSet> {
  const { code } = await sandbox.control("consent");
  return freshbooksAuth.exchangeCode({ code: String(code), codeVerifier: null }, request());
}

test("quirk 22: the consent page is asked for all scopes by name, with state and PKCE", () => {
  const settings = { clientId: "abc", redirectUri: "https://ledger.example/callback" };
  const address = freshbooksAuth.authorizationUrl(settings, { state: "s", codeChallenge: "c" });
  const url = new URL(address);
  expect(`${url.origin}${url.pathname}`).toBe("https://auth.freshbooks.com/oauth/authorize/");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: "abc",
    response_type: "code",
    redirect_uri: "https://ledger.example/callback",
    state: "s",
    code_challenge: "c",
    code_challenge_method: "S256",
    scope: expect.stringContaining("user:profile:read user:clients:read user:clients:write"),
  });
});

test("a code is exchanged for tokens that are renewed after 80 % of their life", async () => {
  const now = new Date();
  const { code } = await sandbox.control("consent");
  const input = { code: String(code), codeVerifier: null };
  const tokens = await freshbooksAuth.exchangeCode(input, request({ now }));
  const usedMs = Date.parse(tokens.expiresAt) - now.getTime();
  // 80 % of 12 hours is 34,560 s; `created_at` is in whole seconds, so up to one second less.
  expect(usedMs).toBeLessThanOrEqual(34_560_000);
  expect(usedMs).toBeGreaterThan(34_558_000);
  expect(tokens.refreshToken).toBeTruthy();
});

test("a code works once", async () => {
  const { code } = await sandbox.control("consent");
  const input = { code: String(code), codeVerifier: null };
  await freshbooksAuth.exchangeCode(input, request());
  await expect(freshbooksAuth.exchangeCode(input, request())).rejects.toMatchObject({
    code: "NOT_AUTHENTICATED",
  });
});

test("quirk 21: a refresh gives a new pair, and the old refresh token is dead", async () => {
  const first = await signIn();
  const second = await freshbooksAuth.refresh(first, request());
  expect(second.refreshToken).not.toBe(first.refreshToken);
  await expect(freshbooksAuth.refresh(first, request())).rejects.toMatchObject({
    code: "NOT_AUTHENTICATED",
  });
});

test("quirk 21: a refresh whose answer is lost is tried once more, then a person must connect again", async () => {
  const tokens = await signIn();
  await sandbox.failNext("commit-then-drop", "POST", "/auth/oauth/token");
  await expect(freshbooksAuth.refresh(tokens, request())).rejects.toMatchObject({
    code: "NOT_AUTHENTICATED",
    message: expect.stringContaining("lost"),
  });
});

test("quirk 21: a refresh that never reached FreshBooks succeeds at the second try", async () => {
  const tokens = await signIn();
  await sandbox.failNext("reset", "POST", "/auth/oauth/token");
  expect((await freshbooksAuth.refresh(tokens, request())).accessToken).toBeTruthy();
});

test("a FreshBooks that is down does not cost the consent", async () => {
  const tokens = await signIn();
  await sandbox.control("faults", { kind: "html-502", route: { path: "/auth/oauth/token" } });
  await expect(freshbooksAuth.refresh(tokens, request())).rejects.toMatchObject({
    code: "SERVICE_UNAVAILABLE",
  });
});

test("quirk 23: a token that claims to be a day old is still used for five minutes", async () => {
  const now = new Date("2026-06-01T12:00:00Z");
  const text = JSON.stringify({
    access_token: "a",
    refresh_token: "b",
    expires_in: 43_200,
    created_at: Date.parse("2026-05-31T12:00:00Z") / 1_000,
  });
  const answering = { status: 200, headers: {}, text, json: () => JSON.parse(text) };
  const tokens = await freshbooksAuth.refresh(
    { accessToken: "x", refreshToken: "y", expiresAt: "", scope: "" },
    request({ now, http: { send: async () => answering } }),
  );
  expect(tokens.expiresAt).toBe("2026-06-01T12:05:00.000Z");
});

test("a wrong client secret is named", async () => {
  const tokens = await signIn();
  const wrong = request({ secrets: { clientSecret: "wrong" } });
  await expect(freshbooksAuth.refresh(tokens, wrong)).rejects.toMatchObject({
    code: "NOT_AUTHENTICATED",
    hint: expect.stringContaining("client secret"),
  });
});
