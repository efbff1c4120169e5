// The control API: how a test or a demo acts as the shop's visitors and employees, and looks inside.
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { CallLog } from "../kit/call-log.ts";
import { placeOrder } from "./checkout.ts";
import { ControlError } from "./control-error.ts";
import type { LoggedEvent } from "./event-log.ts";
import { addCustomColumn } from "./form-definition.ts";
import { ledgerOrder, ledgerOrders } from "./ledger.ts";
import { parseColumn } from "./object-type.ts";
import {
  applyPayment,
  editOrder,
  employee,
  markPaidByHand,
  orderRow,
  refundOrder,
  setOrderStatus,
} from "./order-changes.ts";
import { orderEdit, orderRequest, paymentRequest } from "./order-request.ts";
import type { Shop } from "./shop.ts";
import { addTaxClass } from "./tax-classes.ts";
import type { WebhookModule } from "./webhook-module.ts";

/** What the routes act on; asked anew for every request, because a reset makes a new shop. */
export interface ControlledShop {
  shop: Shop;
  module: WebhookModule;
  events: LoggedEvent[];
}

export interface ControlOptions {
  current(): ControlledShop;
  calls: CallLog;
  reset(): void;
}

const IDLE_TIMEOUT_MS = 30_000;

const taxClassBody = z.strictObject({
  name: z.string(),
  displayName: z.string(),
  zeroIfIdSupplied: z.boolean().optional(),
  rates: z.array(
    z.strictObject({
      countryCode: z.string(),
      stateCode: z.string().optional(),
      percent: z.union([z.string(), z.number()]).transform(String),
    }),
  ),
});

const settingsBody = z
  .strictObject({
    CMSRESTServiceEnabled: z.boolean(),
    CMSRESTServiceTypeEnabled: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    CMSRESTObjectsReadOnly: z.boolean(),
    CMSRESTAllowedObjectTypes: z.string(),
    CMSMaximumInvalidLogonAttempts: z.int().min(0),
    CMSIncludeTaxInPrices: z.boolean(),
    CMSPriceRounding: z.enum(["AwayFromZero", "ToEven"]),
    CMSStoreApplyTaxesBasedOn: z.union([z.literal(0), z.literal(1)]),
    domainAliases: z.array(z.string()),
    webhookCoalesceMs: z.int().min(0),
    webhookSignature: z.enum(["valid", "wrong", "missing"]),
    webhookClockSkewSeconds: z.int(),
  })
  .partial();

const customColumnBody = z.strictObject({
  type: z.string(),
  name: z.string().regex(/^\w+$/),
  columnType: z.enum(["integer", "decimal", "boolean", "datetime", "guid", "text", "longtext"]),
});

const refundBody = z.strictObject({
  amount: z.union([z.string(), z.number()]).transform(String),
  status: z.string().optional(),
});

export function registerControl(app: FastifyInstance, options: ControlOptions): void {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.register(async (control) => {
    control.setErrorHandler((error, _request, reply) => refuse(error, reply));
    registerOrders(control, options);
    registerOrderChanges(control, options);
    registerConfiguration(control, options);
    registerWebhooks(control, options);
    registerInsight(control, options);
  });
}

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
  if (error instanceof ControlError) return reply.code(400).send({ error: error.message });
  throw error;
}

function registerOrders(app: FastifyInstance, { current }: ControlOptions): void {
  app.post("/_control/orders", async (request, reply) => {
    const { shop } = current();
    const order = placeOrder(shop, orderRequest.parse(request.body));
    return reply.code(201).send(ledgerOrder(shop, order));
  });
}

type ById = { Params: { id: string } };

function registerOrderChanges(app: FastifyInstance, { current }: ControlOptions): void {
  const change = (path: string, act: (shop: Shop, orderId: number, body: unknown) => void) =>
    app.post<ById>(`/_control/orders/:id/${path}`, async (request) => {
      const { shop } = current();
      const orderId = Number(request.params.id);
      act(shop, orderId, request.body ?? {});
      return ledgerOrder(shop, orderRow(shop, orderId));
    });
  change("edit", (shop, id, body) => editOrder(shop, id, orderEdit.parse(body)));
  change("cancel", (shop, id) => setOrderStatus(shop, id, "Canceled"));
  change("pay", (shop, id, body) => {
    const payment = paymentRequest.parse(body);
    if (Object.keys(payment).length === 0) return markPaidByHand(shop, id);
    applyPayment(shop, id, { payment: { completed: true, ...payment }, actor: employee });
  });
  change("refund", (shop, id, body) => refundOrder(shop, id, refundBody.parse(body)));
  change("status", (shop, id, body) => {
    setOrderStatus(shop, id, z.strictObject({ name: z.string() }).parse(body).name);
  });
}

function registerConfiguration(app: FastifyInstance, options: ControlOptions): void {
  const { current } = options;
  app.post("/_control/tax-classes", async (request, reply) => {
    const taxClass = addTaxClass(current().shop, taxClassBody.parse(request.body));
    return reply.code(201).send(taxClass);
  });
  app.post("/_control/custom-columns", async (request, reply) => {
    const { type, name, columnType } = customColumnBody.parse(request.body);
    const size = columnType === "text" ? "(500)" : "";
    addCustomColumn(current().shop, type, parseColumn(`${name} ${columnType}${size}?`, false));
    return reply.code(201).send({ type, name });
  });
  app.get("/_control/settings", async () => current().shop.settings);
  app.post("/_control/settings", async (request) => {
    const { settings } = current().shop;
    return Object.assign(settings, settingsBody.parse(request.body));
  });
  app.post("/_control/reset", async (_request, reply) => {
    options.reset();
    return reply.code(204).send();
  });
}

function registerWebhooks(app: FastifyInstance, { current }: ControlOptions): void {
  app.get("/_control/webhooks", async () => ({
    deliveries: current().module.sender.deliveries.map(({ body, ...delivery }) => delivery),
  }));
  app.get<{ Querystring: { timeoutMs?: string } }>(
    "/_control/webhooks/idle",
    async (request, reply) => {
      const { module } = current();
      const timeoutMs = Number(request.query.timeoutMs ?? IDLE_TIMEOUT_MS);
      const giveUp = new AbortController();
      const timeout = sleep(timeoutMs, undefined, { signal: giveUp.signal }).catch(() => undefined);
      await Promise.race([module.idle(), timeout]);
      giveUp.abort();
      const pending = module.pending();
      return reply.code(pending === 0 ? 200 : 503).send({ idle: pending === 0, pending });
    },
  );
  app.post("/_control/webhooks/ping", async (_request, reply) => {
    current().module.ping();
    return reply.code(202).send({});
  });
  app.post<ById>("/_control/webhooks/:id/resend", async (request, reply) => {
    const isKnown = current().module.sender.resend(request.params.id);
    return reply.code(isKnown ? 202 : 404).send({});
  });
}

function registerInsight(app: FastifyInstance, { current, calls }: ControlOptions): void {
  app.get("/_control/ledger", async () => ({
    orders: ledgerOrders(current().shop),
    calls: calls.calls,
  }));
  app.get("/_control/events", async () => ({ events: current().events }));
}
