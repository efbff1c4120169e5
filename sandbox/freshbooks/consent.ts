// The page where a FreshBooks user lets an application in: shows what is asked, issues the code, redirects.
import type { FastifyInstance, FastifyReply } from "fastify";
import { isAllowedRedirect, type OAuthApplication } from "./oauth-application.ts";
import { registeredScopes } from "./scopes.ts";
import type { Settings } from "./settings.ts";
import type { TokenStore } from "./token-store.ts";

export interface ConsentOptions {
  application: OAuthApplication;
  tokens: TokenStore;
  settings(): Settings;
}

type Parameters = Record<string, string | undefined>;

const paths = ["/oauth/authorize", "/oauth/authorize/", "/service/auth/oauth/authorize"];

export function registerConsent(app: FastifyInstance, options: ConsentOptions): void {
  for (const path of paths) {
    app.get<{ Querystring: Parameters }>(path, async (request, reply) => {
      const refused = refusePage(request.query, options, reply);
      return refused ?? reply.type("text/html").send(consentPage(request.query));
    });
    app.post<{ Querystring: Parameters; Body: Parameters | undefined }>(
      path,
      async (request, reply) => {
        const asked = { ...request.query, ...request.body };
        return refusePage(asked, options, reply) ?? reply.redirect(decide(asked, options), 302);
      },
    );
  }
}

/** An unknown application gets a 500 page, as the real one was seen to do; nothing here redirects. */
function refusePage(
  asked: Parameters,
  options: ConsentOptions,
  reply: FastifyReply,
): FastifyReply | undefined {
  if (asked["client_id"] !== options.application.clientId) {
    return reply.code(500).type("text/html").send(page("<h1>Something went wrong</h1>"));
  }
  const redirectUri = asked["redirect_uri"] ?? "";
  if (!isAllowedRedirect(redirectUri, options.application, options.settings())) {
    const text = "<h1>The redirect uri included is not valid.</h1>";
    return reply.code(400).type("text/html").send(page(text));
  }
  return undefined;
}

function decide(asked: Parameters, options: ConsentOptions): string {
  const target = new URL(asked["redirect_uri"] ?? "");
  const state = asked["state"];
  if (state !== undefined) target.searchParams.set("state", state);
  const refusal = refusalOf(asked);
  if (refusal) {
    target.searchParams.set("error", refusal.error);
    target.searchParams.set("error_description", refusal.description);
    return target.href;
  }
  const codeChallenge = asked["code_challenge"];
  const code = options.tokens.issueCode({
    scopes: scopesOf(asked),
    redirectUri: asked["redirect_uri"] ?? "",
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
  });
  target.searchParams.set("code", code);
  return target.href;
}

function refusalOf(asked: Parameters): { error: string; description: string } | undefined {
  if (asked["response_type"] !== "code") {
    const description = "The authorization server does not support this response type.";
    return { error: "unsupported_response_type", description };
  }
  if (asked["decision"] === "deny") {
    return { error: "access_denied", description: "The resource owner denied the request." };
  }
  if (scopesOf(asked).some((scope) => !registeredScopes.includes(scope))) {
    return {
      error: "invalid_scope",
      description: "The requested scope is invalid, unknown, or malformed.",
    };
  }
  return undefined;
}

/** Without `scope` only the profile can be read: the weaker of the two behaviours integrators report. */
function scopesOf(asked: Parameters): string[] {
  const scopes = (asked["scope"] ?? "").split(/\s+/).filter((scope) => scope !== "");
  return scopes.length > 0 ? scopes : ["user:profile:read"];
}

function consentPage(asked: Parameters): string {
  const hidden = Object.entries(asked).map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value ?? "")}">`,
  );
  const scopes = scopesOf(asked).map((scope) => `<li>${escapeHtml(scope)}</li>`);
  return page(`<h1>Allow this application to use your FreshBooks account?</h1>
<ul>${scopes.join("")}</ul>
<form method="post">${hidden.join("")}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>`);
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>FreshBooks (sandbox)</title></head><body>${body}</body></html>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
