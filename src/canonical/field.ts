// Small building blocks of canonical messages: each carries its meaning, unit and an example, so that
// the mapper, the API and the documentation can show them.

import { z } from "zod";

/** Describes a field: what it means (with its unit) and an example value. */
export function described<T extends z.ZodType>(
  schema: T,
  description: string,
  example: unknown,
): T {
  return schema.meta({ description, examples: [example] });
}

/** A text field. */
export function text(description: string, example: string) {
  return described(z.string().max(10_000), description, example);
}

/** A text field that may be absent. */
export function optionalText(description: string, example: string) {
  return described(z.string().max(10_000).nullish(), description, example);
}

const decimalPattern = /^-?\d{1,30}(\.\d{1,30})?$/;

/** An exact decimal as text, such as "4.45"; its unit belongs in the description. */
export function decimalText(description: string, example: string) {
  return described(z.string().regex(decimalPattern, "not a decimal number"), description, example);
}

export const moneySchema = z
  .strictObject({
    amount: decimalText("Amount in the currency's main unit, as text.", "241.75"),
    currency: described(
      z.string().regex(/^[A-Z]{3}$/, "not an ISO 4217 code"),
      "ISO 4217 currency code.",
      "USD",
    ),
  })
  .meta({ description: "An exact amount with its currency." });

/** An amount of money. */
export function amount(description: string, example: string) {
  return described(moneySchema, description, { amount: example, currency: "USD" });
}

/** An amount of money that may be absent. */
export function optionalAmount(description: string, example: string) {
  return described(moneySchema.nullish(), description, { amount: example, currency: "USD" });
}

/** An instant in ISO 8601 with offset or Z. */
export function instant(description: string, example = "2024-11-02T22:41:07Z") {
  return described(z.iso.datetime({ offset: true }), description, example);
}

export function optionalInstant(description: string, example = "2024-11-02T22:41:07Z") {
  return described(z.iso.datetime({ offset: true }).nullish(), description, example);
}

/** A calendar day, YYYY-MM-DD. */
export function day(description: string, example = "2024-11-02") {
  return described(z.iso.date(), description, example);
}

/** Fields that only this installation knows; they pass through under their own names. */
export const customFields = described(
  z.record(z.string(), z.unknown()).default({}),
  "Custom fields of the source, by their own names.",
  { poNumber: "PO-77" },
);
