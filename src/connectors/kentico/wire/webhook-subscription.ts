// `ledgerline.webhook`: a subscription of the webhook module (examples/kentico-webhook-module).

import { z } from "zod";
import { booleanColumn, idColumn } from "./columns.ts";

export const webhookSubscriptionRow = z.looseObject({
  WebhookID: idColumn,
  WebhookName: z.string().nullish(),
  WebhookUrl: z.string(),
  WebhookEvents: z.string().nullish().meta({ description: "Separated by `;`; empty for all." }),
  WebhookPayload: z.string().nullish(),
  WebhookEnabled: booleanColumn.nullish(),
});
