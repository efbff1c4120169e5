// Finds the taxes of the books for a tax of the shop (commerce-pitfalls P7, P8). Never guesses: a
// tax that nobody mapped stops the order, it does not become 0 %.

import { z } from "zod";
import type { Address } from "../canonical/address.ts";
import {
  type BooksTax,
  booksTaxSchema,
  type SourceTax,
  type TaxTreatment,
  taxTreatmentSchema,
} from "../canonical/tax.ts";
import { IntegrationError } from "../core/errors.ts";
import { Decimal, decimal } from "../core/money.ts";

/** A lookup table from the shop's taxes to rows as `taxRowSchema` describes; null or undefined: no row. */
export interface TaxTable {
  find(key: string): unknown;
}

// Tables are typed by people: a percent written as a number is as good as one written as text.
const percentAsText = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : value),
  booksTaxSchema.shape.rate,
);

/** A row of the tax lookup table. */
const taxRowSchema = z.strictObject({
  taxes: z
    .array(z.strictObject({ name: booksTaxSchema.shape.name, rate: percentAsText }))
    .max(2)
    .describe("Taxes of the books, two at most; more are combined into one named tax."),
  treatment: taxTreatmentSchema.optional(),
  breakdown: z.string().max(1_000).optional().describe("Parts of a combined tax, for the notes."),
  sourceRate: percentAsText
    .optional()
    .describe("Percent the shop states for it, when that is not the sum of the books' taxes."),
});

type TaxRow = z.infer<typeof taxRowSchema>;
type TaxPlace = Pick<Address, "countryCode" | "stateCode">;

/** What the books apply to a line, and where it came from. */
export interface ResolvedTaxes {
  taxes: BooksTax[];
  treatment: TaxTreatment;
  /** The shop's tax code. */
  source: string | null;
  /** Parts of a combined tax. */
  breakdown?: string;
}

/** The sum of the percents, which is the rate of the line because taxes are not compounded. */
export function combinedRate(taxes: readonly Pick<BooksTax, "rate">[]): Decimal {
  return taxes.reduce((sum, tax) => sum.plus(tax.rate), new Decimal(0));
}

function placeText(place: TaxPlace | null | undefined): string {
  const country = place?.countryCode ?? "no country";
  return `${country}, ${place?.stateCode ?? "no state"}`;
}

function unmapped(code: string, place: TaxPlace | null | undefined, problem: string) {
  return new IntegrationError("TAX_UNMAPPED", problem, {
    details: {
      code,
      countryCode: place?.countryCode ?? null,
      stateCode: place?.stateCode ?? null,
      keysTried: keysOf(code, place),
    },
  });
}

function keysOf(code: string, place: TaxPlace | null | undefined): string[] {
  const country = place?.countryCode;
  const state = place?.stateCode;
  const keys = [code];
  if (country) keys.unshift(`${code}|${country}`);
  if (country && state) keys.unshift(`${code}|${country}|${state}`);
  return keys;
}

function readRow(found: unknown, code: string, place: TaxPlace | null | undefined): TaxRow {
  const parsed = taxRowSchema.safeParse(found);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unmapped(
    code,
    place,
    `The tax lookup row for "${code}" is not valid: ${issue?.path.join(".")}: ${issue?.message}.`,
  );
}

function findRow(code: string, place: TaxPlace | null | undefined, table: TaxTable) {
  for (const key of keysOf(code, place)) {
    const found = table.find(key);
    if (found !== undefined && found !== null) return readRow(found, code, place);
  }
  return undefined;
}

function assertSameRate(tax: SourceTax, row: TaxRow, place: TaxPlace | null | undefined): void {
  if (tax.rate === null || tax.rate === undefined) return;
  const expected = row.sourceRate === undefined ? combinedRate(row.taxes) : decimal(row.sourceRate);
  if (expected.equals(tax.rate)) return;
  const code = tax.code ?? "";
  throw unmapped(
    code,
    place,
    `The shop applied ${decimal(tax.rate).toFixed()} % for its tax "${code}" (${placeText(place)}), ` +
      `the tax lookup says ${expected.toFixed()} %.`,
  );
}

function resolved(tax: SourceTax, row: TaxRow | undefined): ResolvedTaxes {
  const taxes = (row?.taxes ?? []).map(({ name, rate }) => ({
    name,
    rate: decimal(rate).toFixed(),
  }));
  return {
    taxes,
    treatment: row?.treatment ?? tax.treatment,
    source: tax.code ?? null,
    ...(row?.breakdown === undefined ? {} : { breakdown: row.breakdown }),
  };
}

/** An untaxed line bears no tax of the books, except a 0 % one that its row names for the reports. */
function resolveUntaxed(tax: SourceTax, row: TaxRow | undefined): ResolvedTaxes {
  const isNamedZero = row?.taxes.length !== 0 && row?.taxes.every((each) => isZeroRate(each.rate));
  return isNamedZero ? resolved(tax, row) : resolved(tax, undefined);
}

function isZeroRate(rate: string): boolean {
  return decimal(rate).isZero();
}

/**
 * The taxes of the books for one line. Tries the keys "code|country|state", "code|country", "code".
 * Throws TAX_UNMAPPED when a taxable line has no row, or a row of another rate than the shop applied.
 */
export function resolveTaxes(
  tax: SourceTax,
  place: TaxPlace | null | undefined,
  table: TaxTable,
): ResolvedTaxes {
  const code = tax.code ?? "";
  const row = code === "" ? undefined : findRow(code, place, table);
  if (tax.treatment !== "taxable") return resolveUntaxed(tax, row);
  if (row === undefined) {
    throw unmapped(
      code,
      place,
      `The shop's tax "${code}" (${placeText(place)}) has no counterpart in the books.`,
    );
  }
  assertSameRate(tax, row, place);
  return resolved(tax, row);
}
