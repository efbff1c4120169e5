// How a connection proves who it is.

import type { JsonObject } from "../core/json.ts";
import type { HttpClient } from "./http.ts";

/** Tokens of an OAuth 2 connection. Kept in the vault, never shown. */
export interface TokenSet {
  accessToken: string;
  refreshToken: string | null;
  /** ISO 8601 instant after which the access token is not used any more. */
  expiresAt: string;
  scope: string;
}

export type Secrets = Readonly<Record<string, string>>;

export interface OAuth2Request {
  settings: JsonObject;
  secrets: Secrets;
  http: HttpClient;
  now: Date;
}

/** Credentials sent with every call, such as HTTP Basic. */
export interface StaticAuth {
  kind: "static";
  headers(settings: JsonObject, secrets: Secrets): Record<string, string>;
}

/** OAuth 2 authorization code with refresh tokens that may be used once only. */
export interface OAuth2Auth {
  kind: "oauth2";
  scopes: readonly string[];
  /** Address of the consent page; `state` and `codeChallenge` (S256) bind the answer to this request. */
  authorizationUrl(settings: JsonObject, request: { state: string; codeChallenge: string }): string;
  exchangeCode(
    input: { code: string; codeVerifier: string | null },
    request: OAuth2Request,
  ): Promise<TokenSet>;
  /** Throws NOT_AUTHENTICATED when the refresh token is refused: only a person can consent again. */
  refresh(tokens: TokenSet, request: OAuth2Request): Promise<TokenSet>;
}

export type Auth = StaticAuth | OAuth2Auth;

/**
 * Where an OAuth 2 connection's tokens live. `refresh` is single flight across all processes: if
 * another one has refreshed since `stale` was read, its tokens are returned and `exchange` is not
 * called. The new pair is committed before it is returned.
 */
export interface TokenStore {
  current(): Promise<TokenSet>;
  refresh(stale: TokenSet, exchange: (current: TokenSet) => Promise<TokenSet>): Promise<TokenSet>;
}
