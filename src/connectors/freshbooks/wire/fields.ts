// Building blocks of FreshBooks' records. Answers may hold more fields than we know, so records are
// read loosely; drafts are strict, because FreshBooks drops misspelt fields without a word (quirk 13).

import { z } from "zod";

/** An id: a number in all recorded answers, a text of digits in some SDKs. */
export const vendorId = z.union([z.int(), z.string().regex(/^\d{1,20}$/)]);

/** A decimal as FreshBooks writes it: a text; a bare whole number is tolerated. */
export const wireDecimal = z.union([z.string(), z.number()]);

/** An amount with its currency code. */
export const wireMoney = z.looseObject({ amount: wireDecimal, code: z.string() });

export const wireText = z.string().nullish();

/** 0 active, 1 deleted, 2 archived. */
export const visState = z.int().nullish();

export function draftText(description: string) {
  return z.string().max(10_000).optional().describe(description);
}

/** A decimal as FreshBooks takes it: plain digits in a text. */
export function draftDecimal(description: string) {
  return z
    .string()
    .regex(/^-?\d{1,15}(\.\d{1,12})?$/, "not a decimal number")
    .describe(description);
}

export const draftMoney = z.strictObject({
  amount: draftDecimal("Amount in the currency's main unit."),
  code: z
    .string()
    .regex(/^[A-Z]{3}$/, "not an ISO 4217 code")
    .describe("ISO 4217 currency code."),
});

export const draftDay = z.iso.date().describe("Calendar day, YYYY-MM-DD.");

export interface Deletable {
  vis_state?: number | null | undefined;
}

/** Whether a person, or we, deleted the record; it can still be read (quirk 6). */
export function isDeleted(record: Deletable): boolean {
  return record.vis_state === 1;
}
