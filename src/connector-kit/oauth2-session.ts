// Keeps one OAuth 2 connection signed in: hands out the access token, refreshes it in time and after a 401.

import type { Clock } from "../core/clock.ts";
import type { TokenSet, TokenStore } from "./auth.ts";

export interface OAuth2Session {
  authorize(): Promise<Record<string, string>>;
  reauthorize(refused: Record<string, string>): Promise<void>;
}

function bearer(tokens: TokenSet): string {
  return `Bearer ${tokens.accessToken}`;
}

/**
 * The `authorize` and `reauthorize` of an HTTP client. Only a token that is still the current one is
 * refreshed, so that several calls refused at once use up one refresh token.
 */
export function createOAuth2Session(options: {
  tokens: TokenStore;
  clock: Clock;
  refresh(current: TokenSet): Promise<TokenSet>;
}): OAuth2Session {
  const { tokens, clock, refresh } = options;
  return {
    async authorize() {
      const current = await tokens.current();
      const isFresh = clock.now().getTime() < Date.parse(current.expiresAt);
      const usable = isFresh ? current : await tokens.refresh(current, refresh);
      return { authorization: bearer(usable) };
    },
    async reauthorize(refused) {
      const current = await tokens.current();
      if (bearer(current) === refused["authorization"]) await tokens.refresh(current, refresh);
    },
  };
}
