// The canonical data model's table of contents: every message by name, and its JSON Schema.

import { z } from "zod";
import { IntegrationError } from "../core/errors.ts";
import { customerSchema } from "./customer.ts";
import { invoiceSchema } from "./invoice.ts";
import { itemSchema } from "./item.ts";
import { orderSchema } from "./order.ts";
import { paymentSchema } from "./payment.ts";
import { refundSchema } from "./refund.ts";

export const messages = {
  customer: customerSchema,
  order: orderSchema,
  invoice: invoiceSchema,
  payment: paymentSchema,
  refund: refundSchema,
  item: itemSchema,
} as const;

export type MessageName = keyof typeof messages;
export type Message<N extends MessageName> = z.infer<(typeof messages)[N]>;

export function isMessageName(name: string): name is MessageName {
  return Object.hasOwn(messages, name);
}

/** JSON Schema (draft 2020-12) of a canonical message, as mappers and the API read it. */
export function messageJsonSchema(name: MessageName): Record<string, unknown> {
  return z.toJSONSchema(messages[name], { io: "input" });
}

/** Checks a message; throws MESSAGE_INVALID naming each field that is wrong. */
export function parseMessage<N extends MessageName>(name: N, value: unknown): Message<N> {
  const parsed = messages[name].safeParse(value);
  if (parsed.success) return parsed.data as Message<N>;
  const problems = parsed.error.issues.map((issue) => ({
    path: issue.path.join("."),
    problem: issue.message,
  }));
  const [first] = problems;
  throw new IntegrationError(
    "MESSAGE_INVALID",
    `The ${name} is not valid: ${first?.path || name}: ${first?.problem ?? "unknown problem"}.`,
    { details: { message: name, problems } },
  );
}
