// Webhooks of a connection: registering our address with the vendor, handshakes, and their secrets.

import { IntegrationError } from "../core/errors.ts";
import { findConnection } from "../store/connections.ts";
import {
  listWebhookRegistrations,
  markWebhookVerified,
  removeWebhookRegistration,
  saveWebhookRegistration,
} from "../store/webhook-registrations.ts";
import { liveConnection, openContext, type Setup } from "./connection-setup.ts";

/** Registration under way: a handshake may come before the vendor's answer to it. */
const pendingId = "pending";
const secretPrefix = "webhook:";
/** A secret a user may set by hand, for a sender that was set up by hand. */
const ownSecretName = "webhookSecret";

/** The address a vendor posts to; its last part cannot be guessed. */
export function hookUrl(
  publicUrl: string,
  connection: { connector: string; hook_token: string },
): string {
  return `${publicUrl}/hooks/${connection.connector}/${connection.hook_token}`;
}

export interface RegisteredWebhook {
  id: string;
  event: string;
  verified: boolean;
}

/** Registers our address; doing it again changes nothing. */
export async function registerWebhooks(
  setup: Setup,
  nameOrId: string,
  publicUrl: string,
): Promise<RegisteredWebhook[]> {
  const connection = await findConnection(setup.db, nameOrId);
  const live = await liveConnection(setup, connection.id);
  const { webhook } = live.connector;
  if (!webhook) {
    throw new IntegrationError("NOT_SUPPORTED", `${live.connector.title} has no webhooks.`, {
      hint: "Its changes are polled.",
    });
  }
  const pending = { connectionId: connection.id, callbackId: pendingId };
  await saveWebhookRegistration(setup.db, pending, { event: "*", verified: false, secretId: null });
  try {
    const secret = await defaultSecret(setup, connection.id);
    const registered = await webhook.register(
      { url: hookUrl(publicUrl, connection), secret },
      openContext(live),
    );
    for (const each of registered) await keepRegistration(setup, connection.id, each);
    return registered.map(({ id, event, verified }) => ({ id, event, verified }));
  } finally {
    await removeWebhookRegistration(setup.db, pending);
  }
}

/** The secret this connection's webhooks are signed with: the user's own, or one made on first use. */
async function defaultSecret(setup: Setup, connectionId: string): Promise<string> {
  const known =
    (await setup.vault.find(connectionId, ownSecretName)) ??
    (await setup.vault.find(connectionId, `${secretPrefix}default`));
  if (known) return known;
  const secret = `whsec_${Buffer.from(setup.ids.random.bytes(32)).toString("base64")}`;
  await setup.vault.put(connectionId, `${secretPrefix}default`, secret);
  return secret;
}

async function keepRegistration(
  setup: Setup,
  connectionId: string,
  registration: RegisteredWebhook & { secret?: string },
): Promise<void> {
  const { id, event, verified, secret } = registration;
  const secretId = secret
    ? await setup.vault.put(connectionId, `${secretPrefix}${id}`, secret)
    : null;
  const known = await listWebhookRegistrations(setup.db, connectionId);
  const wasVerified = known.some((row) => row.callback_id === id && row.verified);
  await saveWebhookRegistration(
    setup.db,
    { connectionId, callbackId: id },
    { event, verified: verified || wasVerified, secretId },
  );
}

/** Secrets that may sign this connection's webhooks, by callback id or "default". */
export async function webhookSecrets(
  setup: Pick<Setup, "vault">,
  connectionId: string,
): Promise<Record<string, string>> {
  const registered = await setup.vault.getAll(connectionId, secretPrefix);
  const own = await setup.vault.find(connectionId, ownSecretName);
  return own ? { ...registered, own } : registered;
}

/** Answers a vendor's handshake: keeps its secret, then confirms. Unexpected ones are refused. */
export async function acceptHandshake(
  setup: Setup,
  connectionId: string,
  handshake: { callbackId: string; verifier: string },
): Promise<() => Promise<void>> {
  const known = await listWebhookRegistrations(setup.db, connectionId);
  const expected = known.some(
    (row) => !row.verified && [pendingId, handshake.callbackId].includes(row.callback_id),
  );
  if (!expected) {
    throw new IntegrationError("SIGNATURE_INVALID", "No webhook registration is waiting for this.");
  }
  const secretId = await setup.vault.put(
    connectionId,
    `${secretPrefix}${handshake.callbackId}`,
    handshake.verifier,
  );
  const key = { connectionId, callbackId: handshake.callbackId };
  await saveWebhookRegistration(setup.db, key, { event: "*", verified: false, secretId });
  return async () => {
    const live = await liveConnection(setup, connectionId);
    await live.connector.webhook?.confirm?.(handshake, openContext(live));
    await markWebhookVerified(setup.db, key);
  };
}
