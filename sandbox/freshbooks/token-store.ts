// Authorization codes and tokens: codes live five minutes and are used once, and so is every refresh token
// (quirks 1 and 2). Holds no HTTP.
import { createHash } from "node:crypto";
import type { SandboxClock } from "../kit/sandbox-clock.ts";
import type { SeededRandom } from "../kit/seeded-random.ts";
import type { Settings } from "./settings.ts";

export interface Consent {
  scopes: readonly string[];
  redirectUri: string;
  /** PKCE challenge of method S256, when the client sent one. */
  codeChallenge?: string;
}

export interface TokenPair {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  refresh_token: string;
  scope: string;
  /** Epoch seconds. */
  created_at: number;
  direct_buy_tokens: Record<string, never>;
}

export interface AccessToken {
  scopes: readonly string[];
  expiresAtMs: number;
}

const codeLifetimeMs = 5 * 60_000;

export class TokenStore {
  readonly #clock: SandboxClock;
  readonly #random: SeededRandom;
  readonly #settings: () => Settings;
  readonly #codes = new Map<string, Consent & { expiresAtMs: number }>();
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, readonly string[]>();

  constructor(options: { clock: SandboxClock; random: SeededRandom; settings: () => Settings }) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#settings = options.settings;
  }

  issueCode(consent: Consent): string {
    const code = this.#random.hex(32);
    this.#codes.set(code, { ...consent, expiresAtMs: this.#nowMs() + codeLifetimeMs });
    return code;
  }

  /** Undefined stands for `invalid_grant`. A code is spent by its first use, even by a failing one. */
  redeemCode(code: string, redirectUri: string, codeVerifier?: string): TokenPair | undefined {
    const consent = this.#codes.get(code);
    this.#codes.delete(code);
    if (!consent || consent.expiresAtMs <= this.#nowMs()) return undefined;
    if (consent.redirectUri !== redirectUri) return undefined;
    if (!isProvenBy(consent.codeChallenge, codeVerifier)) return undefined;
    return this.issuePair(consent.scopes);
  }

  /** Undefined stands for `invalid_grant`; the old refresh token is dead as soon as the new pair exists. */
  refresh(refreshToken: string): TokenPair | undefined {
    const scopes = this.#refresh.get(refreshToken);
    if (!scopes) return undefined;
    this.#refresh.delete(refreshToken);
    return this.issuePair(scopes);
  }

  issuePair(scopes: readonly string[]): TokenPair {
    const lifetimeSeconds = this.#settings().tokenLifetimeSeconds;
    const nowSeconds = Math.floor(this.#nowMs() / 1000);
    const accessToken = this.#jwt(scopes, nowSeconds + lifetimeSeconds, nowSeconds);
    const refreshToken = this.#random.hex(32);
    this.#access.set(accessToken, { scopes, expiresAtMs: this.#nowMs() + lifetimeSeconds * 1000 });
    this.#refresh.set(refreshToken, scopes);
    return {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: lifetimeSeconds,
      refresh_token: refreshToken,
      scope: scopes.join(" "),
      created_at: nowSeconds,
      direct_buy_tokens: {},
    };
  }

  /** The token's grant, unless it is unknown, expired or revoked. */
  access(token: string): AccessToken | undefined {
    const found = this.#access.get(token);
    return found && found.expiresAtMs > this.#nowMs() ? found : undefined;
  }

  revoke(token: string): void {
    this.#access.delete(token);
    this.#refresh.delete(token);
  }

  /** Kills every access token; refresh tokens go on working. */
  expireAll(): void {
    this.#access.clear();
  }

  /** The owner takes every consent back: no token works any more. */
  revokeAll(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  #nowMs(): number {
    return this.#clock.now().getTime();
  }

  /** Looks like the real thing (three parts, readable claims); the signature is noise. */
  #jwt(scopes: readonly string[], exp: number, iat: number): string {
    const claims = { iss: "freshbooks", sub: "1", scope: scopes.join(" "), iat, exp };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signature = Buffer.from(this.#random.hex(256), "hex").toString("base64url");
    return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.${signature}`;
  }
}

function isProvenBy(codeChallenge: string | undefined, codeVerifier: string | undefined): boolean {
  if (codeChallenge === undefined) return true;
  if (codeVerifier === undefined) return false;
  return createHash("sha256").update(codeVerifier).digest("base64url") === codeChallenge;
}
