// OAuth 2.0 pieces that vendors share: the token request (RFC 6749) and PKCE (RFC 7636).

import { createHash } from "node:crypto";
import { z } from "zod";
import { IntegrationError } from "../core/errors.ts";
import type { Random } from "../core/ids.ts";
import { classifyAnswer } from "./classify.ts";
import type { HttpAnswer, HttpClient } from "./http.ts";

/** A successful token answer; `created_at` is epoch seconds where a vendor sends it. */
const tokenAnswerSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.coerce.number().positive(),
  scope: z.string().nullish(),
  created_at: z.coerce.number().nullish(),
});

export type TokenAnswer = z.infer<typeof tokenAnswerSchema>;

export interface TokenRequest {
  baseUrl?: string;
  path: string;
  form: readonly (readonly [name: string, value: string])[];
  headers?: Readonly<Record<string, string>>;
}

const oauthErrorSchema = z.object({
  error: z.string(),
  error_description: z.string().nullish(),
});

const refusals: Readonly<Record<string, string>> = {
  invalid_grant: "Connect the system again: its consent is no longer valid.",
  invalid_client:
    "Compare client id and client secret with the app registered in the other system.",
  unauthorized_client: "Allow this kind of sign-in for the app registered in the other system.",
  invalid_scope: "Register the scopes of the connection for the app in the other system.",
};

function oauthError(answer: HttpAnswer): IntegrationError | null {
  let parsed: ReturnType<typeof oauthErrorSchema.safeParse>;
  try {
    parsed = oauthErrorSchema.safeParse(answer.json());
  } catch {
    return null;
  }
  const hint = parsed.success ? refusals[parsed.data.error] : undefined;
  if (!parsed.success || hint === undefined) return null;
  const { error, error_description: description } = parsed.data;
  const message = `The other system refused the sign-in: ${description ?? error}.`;
  const details = { error, status: answer.status };
  return new IntegrationError("NOT_AUTHENTICATED", message, { hint, details });
}

/**
 * Asks a token endpoint for tokens. Throws NOT_AUTHENTICATED for the refusals of RFC 6749 section 5.2;
 * OUTCOME_UNKNOWN when a single-use code or refresh token may have been used up without an answer.
 */
export async function requestToken(http: HttpClient, request: TokenRequest): Promise<TokenAnswer> {
  const answer = await http.send({
    method: "POST",
    effect: "create",
    authorized: false,
    ...request,
  });
  const refused = answer.status >= 400 && answer.status < 500 ? oauthError(answer) : null;
  const error = refused ?? classifyAnswer(answer, "create");
  if (error) throw error;
  const parsed = tokenAnswerSchema.safeParse(answer.json());
  if (parsed.success) return parsed.data;
  throw new IntegrationError("OUTCOME_UNKNOWN", "The token endpoint's answer holds no tokens.", {
    details: { missing: parsed.error.issues.map((issue) => issue.path.join(".")) },
  });
}

/** A PKCE pair with the S256 method: the verifier stays here, the challenge goes along. */
export function createPkcePair(random: Random): { codeVerifier: string; codeChallenge: string } {
  const codeVerifier = Buffer.from(random.bytes(32)).toString("base64url");
  const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");
  return { codeVerifier, codeChallenge };
}
