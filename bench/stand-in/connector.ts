// The connector of the stand-in API: one read and three creates, declared as any connector is.

import { z } from "zod";
import { classifyAnswer } from "../../src/connector-kit/classify.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import { defineEntity } from "../../src/connector-kit/entity.ts";
import { loadMappings } from "../../src/connector-kit/load-mapping.ts";
import { defineOperation } from "../../src/connector-kit/operation.ts";
import { verifyStandardWebhook } from "../../src/connector-kit/standard-webhooks.ts";
import type { WebhookTrigger } from "../../src/connector-kit/trigger.ts";
import { IntegrationError } from "../../src/core/errors.ts";
import {
  client,
  clientDraft,
  invoice,
  invoiceDraft,
  order,
  payment,
  paymentDraft,
} from "./wire.ts";

type Kind = "clients" | "invoices" | "payments";

interface Creating<Draft, Wire> {
  kind: Kind;
  draft: z.ZodType<Draft>;
  wire: z.ZodType<Wire>;
}

function createOf<Draft extends { reference: string }, Wire extends { reference: string }>({
  kind,
  draft: input,
  wire: output,
}: Creating<Draft, Wire>) {
  return defineOperation({
    id: `stand-in.${kind}.create`,
    title: `Create ${kind}`,
    input,
    output,
    idempotency: { kind: "verify-by-lookup", carries: ["reference"] },
    run: async (draft: Draft, { http }) => {
      const answer = await http.send({
        method: "POST",
        path: `/${kind}`,
        json: draft,
        effect: "create",
      });
      const error = classifyAnswer(answer, "create");
      if (error) throw error;
      const made = output.parse(answer.json());
      if (made.reference === draft.reference) return made;
      throw new IntegrationError("OUTCOME_UNKNOWN", "The answer is about another record.");
    },
  });
}

const readOrder = defineOperation({
  id: "stand-in.order.read",
  title: "Read order",
  input: z.strictObject({ id: z.string() }),
  output: order,
  idempotency: { kind: "safe" },
  run: async ({ id }, { http }) => {
    const answer = await http.send({ method: "GET", path: `/orders/${id}`, effect: "read" });
    const error = classifyAnswer(answer, "read");
    if (error) throw error;
    return order.parse(answer.json());
  },
});

const hookBody = z.strictObject({ type: z.literal("order.created"), id: z.string() });

const webhook: WebhookTrigger = {
  title: "Stand-in webhook",
  events: ["order.created"],
  receive: ({ headers, rawBody }, { secrets, now }) => {
    const signed = verifyStandardWebhook({
      headers,
      rawBody,
      secrets: Object.values(secrets),
      now,
    });
    const { type, id } = hookBody.parse(JSON.parse(Buffer.from(rawBody).toString("utf8")));
    const event = { type, entity: "order", entityId: id, time: null, data: {} };
    return { kind: "events", events: [{ ...event, dedupeKey: signed.id }] };
  },
  register: async ({ secret }) => [
    { id: "default", event: "order.created", verified: true, secret },
  ],
};

const entities = {
  order: defineEntity({
    name: "order",
    canonical: "order",
    wire: order,
    idOf: ({ id }) => id,
    mappings: { toCanonical: "stand-in-order-to-canonical" },
    read: readOrder,
  }),
  customer: defineEntity({
    name: "client",
    canonical: "customer",
    wire: client,
    draft: clientDraft,
    idOf: ({ id }) => id,
    mappings: {
      toCanonical: "stand-in-client-to-canonical",
      fromCanonical: "stand-in-client-from-canonical",
    },
    create: createOf({ kind: "clients", draft: clientDraft, wire: client }),
    naturalKeyOf: ({ email }) => email,
  }),
  invoice: defineEntity({
    name: "invoice",
    canonical: "invoice",
    wire: invoice,
    draft: invoiceDraft,
    idOf: ({ id }) => id,
    mappings: {
      toCanonical: "stand-in-invoice-to-canonical",
      fromCanonical: "stand-in-invoice-from-canonical",
    },
    create: createOf({ kind: "invoices", draft: invoiceDraft, wire: invoice }),
  }),
  payment: defineEntity({
    name: "payment",
    canonical: "payment",
    wire: payment,
    draft: paymentDraft,
    idOf: ({ id }) => id,
    mappings: {
      toCanonical: "stand-in-payment-to-canonical",
      fromCanonical: "stand-in-payment-from-canonical",
    },
    create: createOf({ kind: "payments", draft: paymentDraft, wire: payment }),
  }),
};

export const standIn: Connector = {
  id: "stand-in",
  title: "Stand-in",
  settings: z.strictObject({ baseUrl: z.url() }),
  secrets: {},
  auth: { kind: "static", headers: () => ({}) },
  baseUrl: (settings) => String(settings["baseUrl"]),
  entities,
  webhook,
  polls: [],
  limits: {
    perSecond: 100_000,
    burst: 100_000,
    concurrency: 64,
    timeoutMs: 10_000,
    settleMs: 1_000,
  },
  mappings: loadMappings(import.meta.url, [
    "./mappings/order.to-canonical.yaml",
    "./mappings/client.from-canonical.yaml",
    "./mappings/client.to-canonical.yaml",
    "./mappings/invoice.from-canonical.yaml",
    "./mappings/invoice.to-canonical.yaml",
    "./mappings/payment.from-canonical.yaml",
    "./mappings/payment.to-canonical.yaml",
  ]),
  probe: async ({ http }) => {
    await http.send({ method: "GET", path: "/orders/probe", effect: "read" });
  },
  test: async () => [],
};
