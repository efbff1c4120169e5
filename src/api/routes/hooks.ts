// Webhooks of other systems. 2xx is answered only after the events are on disk.

import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebhookVerdict } from "../../connector-kit/trigger.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { Setup } from "../../engine/connection-setup.ts";
import type { Engine } from "../../engine/engine.ts";
import { failureOf } from "../../engine/failure.ts";
import type { LiveConnection } from "../../engine/live-connection.ts";
import { toIncoming } from "../../engine/poller.ts";
import { acceptHandshake, webhookSecrets } from "../../engine/webhook-setup.ts";

interface HookContext {
  engine: Engine;
  setup: Setup;
}

interface HookParams {
  connector: string;
  token: string;
}

export function hookRoutes(app: FastifyInstance, context: HookContext): void {
  const secrets = createSecretCache(context.setup);
  app.post<{ Params: HookParams }>("/hooks/:connector/:token", async (request, reply) => {
    const live = await connectionOf(context, request.params);
    const now = context.setup.ids.clock.now();
    const verdict = await verify(live, request, { cache: secrets, now });
    if (verdict.kind === "handshake") {
      const confirm = await acceptHandshake(context.setup, live.row.id, verdict);
      secrets.forget(live.row.id);
      reply.then(
        () => void confirm().catch((thrown) => logFailure(request, thrown)),
        () => undefined,
      );
      return reply.code(200).send({ status: "accepted" });
    }
    const events = verdict.events.map((event) => toIncoming(live.row.id, event, "webhook"));
    const receipt = await context.engine.intake.receive(events);
    return reply.code(202).send(receipt);
  });
}

function logFailure(request: FastifyRequest, thrown: unknown): void {
  const error = failureOf(thrown);
  request.log.warn({ code: error.code }, `The webhook handshake failed: ${error.message}`);
}

async function connectionOf({ engine }: HookContext, params: HookParams): Promise<LiveConnection> {
  const configuration = await engine.intake.configuration.current();
  const row = [...configuration.connections.values()].find(
    (each) => each.hook_token === params.token && each.connector === params.connector,
  );
  if (!row) throw new IntegrationError("NOT_FOUND", "There is no connection at this address.");
  const live = await engine.connections.get(configuration, row.id);
  if (live.connector.webhook) return live;
  throw new IntegrationError("NOT_FOUND", "This connection takes no webhooks.");
}

interface SecretCache {
  get(connectionId: string): Promise<Record<string, string>>;
  forget(connectionId: string): void;
}

function createSecretCache(setup: Setup): SecretCache {
  const known = new Map<string, Promise<Record<string, string>>>();
  return {
    get: (connectionId) => {
      const secrets = known.get(connectionId) ?? webhookSecrets(setup, connectionId);
      known.set(connectionId, secrets);
      secrets.catch(() => known.delete(connectionId));
      return secrets;
    },
    forget: (connectionId) => void known.delete(connectionId),
  };
}

/** A signature that does not fit is checked once more with fresh secrets: another process may have new ones. */
async function verify(
  live: LiveConnection,
  request: FastifyRequest,
  { cache, now }: { cache: SecretCache; now: Date },
): Promise<WebhookVerdict> {
  const secrets = await cache.get(live.row.id);
  try {
    return receive(live, request, { secrets, now });
  } catch (thrown) {
    if (failureOf(thrown).code !== "SIGNATURE_INVALID") throw thrown;
    cache.forget(live.row.id);
    return receive(live, request, { secrets: await cache.get(live.row.id), now });
  }
}

function receive(
  live: LiveConnection,
  request: FastifyRequest,
  { secrets, now }: { secrets: Record<string, string>; now: Date },
): WebhookVerdict {
  const { webhook } = live.connector;
  if (!webhook) throw new IntegrationError("NOT_FOUND", "This connection takes no webhooks.");
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return webhook.receive({ headers, rawBody }, { settings: live.settings, secrets, now });
}
