// The token endpoints: exchange, refresh and revoke, in JSON or as a form. Consent is in consent.ts.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { OAuthApplication } from "./oauth-application.ts";
import { registeredScopes } from "./scopes.ts";
import type { TokenPair, TokenStore } from "./token-store.ts";

export interface OAuthOptions {
  application: OAuthApplication;
  tokens: TokenStore;
}

type Parameters = Record<string, unknown>;

const descriptions = {
  invalid_client:
    "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
  invalid_grant:
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
  unsupported_grant_type:
    "The authorization grant type is not supported by the authorization server.",
} as const;

export function registerOAuth(app: FastifyInstance, options: OAuthOptions): void {
  app.post("/auth/oauth/token", async (request, reply) => {
    const parameters = parametersOf(request);
    if (!isApplication(request, parameters, options.application)) {
      return refuse(reply, 401, "invalid_client");
    }
    const grantType = text(parameters, "grant_type");
    if (grantType !== "authorization_code" && grantType !== "refresh_token") {
      return refuse(reply, 400, "unsupported_grant_type");
    }
    const pair = grant(grantType, parameters, options.tokens);
    return pair
      ? reply.header("cache-control", "no-store").send(pair)
      : refuse(reply, 400, "invalid_grant");
  });
  app.post("/auth/oauth/revoke", async (request, reply) => {
    const parameters = parametersOf(request);
    if (!isApplication(request, parameters, options.application)) {
      return refuse(reply, 401, "invalid_client");
    }
    options.tokens.revoke(text(parameters, "token"));
    return {};
  });
  app.get("/.well-known/oauth-authorization-server", async (request) => metadata(request));
}

function grant(
  grantType: string,
  parameters: Parameters,
  tokens: TokenStore,
): TokenPair | undefined {
  if (grantType === "refresh_token") return tokens.refresh(text(parameters, "refresh_token"));
  const verifier = parameters["code_verifier"];
  return tokens.redeemCode(
    text(parameters, "code"),
    text(parameters, "redirect_uri"),
    typeof verifier === "string" ? verifier : undefined,
  );
}

/** The secret is always needed, in the body or as Basic authentication. */
function isApplication(
  request: FastifyRequest,
  parameters: Parameters,
  application: OAuthApplication,
): boolean {
  const expected = `${application.clientId}:${application.clientSecret}`;
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (basic !== undefined) return Buffer.from(basic, "base64").toString() === expected;
  return `${text(parameters, "client_id")}:${text(parameters, "client_secret")}` === expected;
}

function parametersOf(request: FastifyRequest): Parameters {
  return typeof request.body === "object" && request.body !== null ? { ...request.body } : {};
}

function text(parameters: Parameters, name: string): string {
  const value = parameters[name];
  return typeof value === "string" ? value : "";
}

function refuse(
  reply: FastifyReply,
  status: number,
  error: keyof typeof descriptions,
): FastifyReply {
  return reply.code(status).send({ error, error_description: descriptions[error] });
}

function metadata(request: FastifyRequest): unknown {
  const issuer = `http://${request.host}`;
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/auth/oauth/token`,
    revocation_endpoint: `${issuer}/auth/oauth/revoke`,
    scopes_supported: registeredScopes,
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  };
}
