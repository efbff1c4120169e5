// The records of the stand-in API as they go over the wire.

import { z } from "zod";

const text = z.string();

export const order = z.strictObject({
  id: text,
  placedAt: text,
  currency: text,
  email: text,
  name: text,
  lines: z.array(
    z.strictObject({ id: text, sku: text, quantity: text, unitPrice: text, total: text }),
  ),
  total: text,
  paidAt: text,
});

export const clientDraft = z.strictObject({ name: text, email: text, reference: text });
export const client = clientDraft.extend({ id: text });

export const invoiceDraft = z.strictObject({
  number: text,
  reference: text,
  client: text,
  date: text,
  currency: text,
  total: text,
  lines: z.array(z.strictObject({ name: text, quantity: text, unitPrice: text })),
});
export const invoice = invoiceDraft.extend({ id: text });

export const paymentDraft = z.strictObject({
  order: text,
  invoice: text,
  reference: text,
  amount: text,
  currency: text,
  date: text,
});
export const payment = paymentDraft.extend({ id: text });
