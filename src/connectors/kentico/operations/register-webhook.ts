// Subscribes our address in the webhook module, by one row of its subscription class.

import { z } from "zod";
import { type CallContext, defineOperation } from "../../../connector-kit/operation.ts";
import { IntegrationError } from "../../../core/errors.ts";
import type { JsonObject } from "../../../core/json.ts";
import { asRow, getObject, listObjects, postObject, putObject } from "../client.ts";
import { readableTypes, webhookType } from "../service-document.ts";
import { kenticoSettingsOf } from "../settings.ts";
import { webhookSubscriptionRow } from "../wire/webhook-subscription.ts";
import { unexpected } from "../wrappers.ts";

const webhookId = z.looseObject({ WebhookID: z.int() });

async function assertModule(context: CallContext): Promise<void> {
  if ((await readableTypes(context)).has(webhookType)) return;
  throw new IntegrationError(
    "NOT_SUPPORTED",
    "The Ledgerline webhook module is not installed in this Kentico, or its class is not readable.",
    {
      hint: "Nothing is lost: changes are found by polling. For faster events install examples/kentico-webhook-module and allow the type ledgerline.webhook.",
    },
  );
}

/** All rows are compared here: an address such as `https://xn--caf-dma.example` fits no condition (quirk 6). */
async function existingId(context: CallContext, url: string): Promise<number | null> {
  const query = { type: webhookType, scope: "site", orderBy: "WebhookID" } as const;
  const { records } = await listObjects(context, query);
  const rows = records.map((record) => asRow(webhookSubscriptionRow, record, webhookType));
  return rows.find((row) => row.WebhookUrl === url)?.WebhookID ?? null;
}

async function save(context: CallContext, url: string, columns: JsonObject): Promise<number> {
  const known = await existingId(context, url);
  const answer =
    known === null
      ? await postObject(context, webhookType, columns)
      : await putObject(context, { type: webhookType, id: String(known) }, columns);
  return asRow(webhookId, answer, webhookType, "create").WebhookID;
}

/** Registering an address twice changes its one row. Throws NOT_SUPPORTED without the module. */
export const registerWebhook = defineOperation({
  id: "kentico.webhook.register",
  title: "Register webhook",
  input: z.strictObject({
    url: z.url().max(1_000),
    secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, "not a whsec_ secret"),
  }),
  output: webhookSubscriptionRow,
  idempotency: { kind: "natural-key", key: "WebhookUrl" },
  scopes: ["ledgerline.webhook: read, create, modify"],
  async run({ url, secret }, context) {
    await assertModule(context);
    const id = await save(context, url, {
      WebhookName: "Ledgerline",
      WebhookUrl: url,
      WebhookSecret: secret,
      WebhookEvents: "",
      WebhookPayload: kenticoSettingsOf(context.settings).webhookPayload,
      WebhookEnabled: true,
    });
    const record = await getObject(context, { type: webhookType, id: String(id) });
    const row = asRow(webhookSubscriptionRow, record, webhookType);
    if (row.WebhookUrl !== url) throw unexpected("the webhook of this address", "create");
    return row;
  },
});
