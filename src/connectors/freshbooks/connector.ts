// FreshBooks: the accounting side. The declaration the engine works from.

import type { Connector } from "../../connector-kit/connector.ts";
import { loadMappings } from "../../connector-kit/load-mapping.ts";
import { freshbooksAuth } from "./auth.ts";
import { clientEntity } from "./client.entity.ts";
import { testConnection } from "./connection-test.ts";
import { accountChoices, readIdentity } from "./identity.ts";
import { invoiceEntity } from "./invoice.entity.ts";
import { itemEntity } from "./item.entity.ts";
import { freshbooksLookups } from "./lookup-tables.ts";
import { createTax } from "./operations/create-tax.ts";
import { findTaxByName } from "./operations/find-tax-by-name.ts";
import { listTaxes } from "./operations/list-taxes.ts";
import { paymentEntity } from "./payment.entity.ts";
import { freshbooksSettings, readSettings } from "./settings.ts";
import { callbacksWebhook } from "./triggers/callbacks.webhook.ts";
import { changedRecordsPoll } from "./triggers/changed-records.poll.ts";
import { clients } from "./wire/client.ts";
import { invoices } from "./wire/invoice.ts";
import { payments } from "./wire/payment.ts";

export const freshbooks: Connector = {
  id: "freshbooks",
  title: "FreshBooks",
  settings: freshbooksSettings,
  secrets: { clientSecret: { title: "Client secret of the app", required: true } },
  auth: freshbooksAuth,
  baseUrl: (settings) => readSettings(settings).baseUrl,
  entities: {
    customer: clientEntity,
    invoice: invoiceEntity,
    payment: paymentEntity,
    item: itemEntity,
  },
  operations: [listTaxes, findTaxByName, createTax],
  webhook: callbacksWebhook,
  polls: [
    changedRecordsPoll({ resource: clients, entity: "customer" }),
    changedRecordsPoll({ resource: invoices, entity: "invoice" }),
    changedRecordsPoll({ resource: payments, entity: "payment" }),
  ],
  // The real limits are not published: what integrators found safe (README, "Limits").
  limits: { perSecond: 5, burst: 20, concurrency: 4, timeoutMs: 30_000, settleMs: 180_000 },
  mappings: loadMappings(import.meta.url, [
    "./mappings/client.from-canonical.yaml",
    "./mappings/client.to-canonical.yaml",
    "./mappings/invoice.from-canonical.yaml",
    "./mappings/invoice.to-canonical.yaml",
    "./mappings/payment.from-canonical.yaml",
    "./mappings/payment.to-canonical.yaml",
    "./mappings/item.from-canonical.yaml",
    "./mappings/item.to-canonical.yaml",
  ]),
  lookups: freshbooksLookups,
  probe: async (context) => void (await readIdentity(context)),
  test: testConnection,
  accounts: async (context) => accountChoices(await readIdentity(context)),
};
