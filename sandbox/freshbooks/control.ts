// The levers a test pulls: books, settings, tokens, consent. None of this exists in FreshBooks.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { CallLog } from "../kit/call-log.ts";
import type { Account, World } from "./account.ts";
import { readLedger } from "./ledger.ts";
import type { OAuthApplication } from "./oauth-application.ts";
import { registeredScopes } from "./scopes.ts";
import { settingsSchema } from "./settings.ts";
import type { TokenStore } from "./token-store.ts";
import type { WebhookSender } from "./webhook-sender.ts";

export interface ControlOptions {
  world: World;
  owned: Account;
  application: OAuthApplication;
  tokens: TokenStore;
  log: CallLog;
  sender: WebhookSender;
  /** Empties the books and puts the settings back; tokens stay valid. */
  reset(): void;
}

const consentSchema = z.strictObject({
  scopes: z.array(z.string()).optional(),
  redirectUri: z.string().optional(),
  state: z.string().optional(),
});

export function registerControl(app: FastifyInstance, options: ControlOptions): void {
  const { world, owned, log, reset } = options;
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/_control/ledger", async () => readLedger(owned, log.calls));
  app.post("/_control/reset", async (_request, reply) => {
    reset();
    return reply.code(204).send();
  });
  app.get("/_control/settings", async () => world.settings);
  app.post("/_control/settings", async (request, reply) => {
    const parsed = settingsSchema.partial().safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: parsed.error.message });
    Object.assign(world.settings, parsed.data);
    return world.settings;
  });
  registerTokenControl(app, options);
  registerWebhookControl(app, options.sender);
}

function registerTokenControl(app: FastifyInstance, options: ControlOptions): void {
  const { tokens, application } = options;
  app.post("/_control/tokens/expire", async (_request, reply) => {
    tokens.expireAll();
    return reply.code(204).send();
  });
  app.post("/_control/tokens/revoke", async () => {
    tokens.revokeAll();
    return { revoked: true };
  });
  app.post("/_control/consent", async (request, reply) => {
    const parsed = consentSchema.safeParse(request.body ?? {});
    if (!parsed.success) return reply.code(400).send({ error: parsed.error.message });
    const { scopes = registeredScopes, redirectUri = application.redirectUri, state } = parsed.data;
    return { code: tokens.issueCode({ scopes, redirectUri }), state };
  });
  app.post("/_control/access-token", async (request, reply) => {
    const parsed = consentSchema.safeParse(request.body ?? {});
    if (!parsed.success) return reply.code(400).send({ error: parsed.error.message });
    return tokens.issuePair(parsed.data.scopes ?? registeredScopes);
  });
}

function registerWebhookControl(app: FastifyInstance, sender: WebhookSender): void {
  app.get("/_control/webhooks", async () => ({
    pending: sender.outbox.pending(),
    attempts: sender.attempts,
  }));
  app.get("/_control/webhooks/idle", async () => {
    await sender.outbox.idle();
    return { pending: 0 };
  });
}
