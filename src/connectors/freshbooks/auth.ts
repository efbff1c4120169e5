// Signing in to FreshBooks: OAuth 2 authorization code with PKCE and state. Refresh tokens work once
// (quirk 21): whoever refreshes must keep the new pair before using it.

import type { OAuth2Auth, OAuth2Request, TokenSet } from "../../connector-kit/auth.ts";
import { requestToken, type TokenAnswer } from "../../connector-kit/oauth2.ts";
import { ensureError, IntegrationError } from "../../core/errors.ts";
import { readSettings } from "./settings.ts";

/** Always asked for by name; one that the app is not registered for makes the whole consent fail (quirk 22). */
const scopes = [
  "user:profile:read",
  "user:clients:read",
  "user:clients:write",
  "user:invoices:read",
  "user:invoices:write",
  "user:payments:read",
  "user:payments:write",
  "user:billable_items:read",
  "user:billable_items:write",
  "user:taxes:read",
  "user:taxes:write",
] as const;

const tokenPath = "/auth/oauth/token";
/** Part of an access token's life after which a new one is fetched. */
const usedShare = 0.8;
/** A token answered with a stale `created_at` (quirk 23) is still used this long. */
const usedAtLeastMs = 300_000;

type Form = readonly (readonly [name: string, value: string])[];

function tokenSet(answer: TokenAnswer, now: Date, refreshToken: string | null): TokenSet {
  const nowMs = now.getTime();
  const lifeMs = answer.expires_in * 1_000;
  const createdMs = answer.created_at ? answer.created_at * 1_000 : nowMs;
  const endMs = Math.min(createdMs, nowMs) + lifeMs;
  const usedMs = Math.max((endMs - nowMs) * usedShare, usedAtLeastMs);
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? refreshToken,
    expiresAt: new Date(nowMs + usedMs).toISOString(),
    scope: answer.scope ?? "",
  };
}

function application({ settings, secrets }: OAuth2Request): Form {
  const { clientId, redirectUri } = readSettings(settings);
  return [
    ["client_id", clientId],
    ["client_secret", secrets["clientSecret"] ?? ""],
    ["redirect_uri", redirectUri],
  ];
}

function tokensFor(form: Form, request: OAuth2Request): Promise<TokenAnswer> {
  return requestToken(request.http, { path: tokenPath, form: [...application(request), ...form] });
}

function lostRefresh(cause: IntegrationError): IntegrationError {
  const message = "FreshBooks' answer to a token refresh was lost, and the old token is used up.";
  return new IntegrationError("NOT_AUTHENTICATED", message, { cause });
}

/** Asks again after an answer got lost: FreshBooks may not have seen the first request. */
async function refreshAgain(form: Form, request: OAuth2Request): Promise<TokenAnswer> {
  try {
    return await tokensFor(form, request);
  } catch (thrown) {
    const error = ensureError(thrown);
    if (error.code === "NOT_AUTHENTICATED") throw lostRefresh(error);
    if (error.code !== "OUTCOME_UNKNOWN") throw error;
    const message = "FreshBooks did not answer a token refresh twice.";
    throw new IntegrationError("SERVICE_UNAVAILABLE", message, { cause: error });
  }
}

async function refreshOnce(form: Form, request: OAuth2Request): Promise<TokenAnswer> {
  try {
    return await tokensFor(form, request);
  } catch (thrown) {
    if (ensureError(thrown).code !== "OUTCOME_UNKNOWN") throw thrown;
    return refreshAgain(form, request);
  }
}

export const freshbooksAuth: OAuth2Auth = {
  kind: "oauth2",
  scopes,
  authorizationUrl(settings, { state, codeChallenge }) {
    const { authUrl, clientId, redirectUri } = readSettings(settings);
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: "code",
      redirect_uri: redirectUri,
      scope: scopes.join(" "),
      state,
      code_challenge: codeChallenge,
      code_challenge_method: "S256",
    });
    return `${authUrl.replace(/\/$/, "")}/oauth/authorize/?${query}`;
  },
  async exchangeCode({ code, codeVerifier }, request) {
    const verifier: Form = codeVerifier === null ? [] : [["code_verifier", codeVerifier]];
    const form: Form = [["grant_type", "authorization_code"], ["code", code], ...verifier];
    return tokenSet(await tokensFor(form, request), request.now, null);
  },
  async refresh({ refreshToken }, request) {
    if (refreshToken === null) {
      throw new IntegrationError("NOT_AUTHENTICATED", "The connection has no refresh token.");
    }
    const form: Form = [
      ["grant_type", "refresh_token"],
      ["refresh_token", refreshToken],
    ];
    return tokenSet(await refreshOnce(form, request), request.now, refreshToken);
  },
};
