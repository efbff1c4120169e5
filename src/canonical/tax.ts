// How a line is taxed: the shop's own tax, and why there may be none (commerce-pitfalls P7, P8).

import { z } from "zod";
import { decimalText, described, optionalAmount, optionalText, text } from "./field.ts";

export const taxTreatments = [
  "taxable",
  "zero-rated",
  "exempt",
  "reverse-charge",
  "outside-scope",
] as const;

export const taxTreatmentSchema = described(
  z.enum(taxTreatments),
  "Why a line bears tax or not; all but taxable give no tax, yet land in different boxes of a return.",
  "taxable",
);

/** The tax of one line, charge or fee as the shop knows it. */
export const sourceTaxSchema = z
  .strictObject({
    treatment: taxTreatmentSchema,
    code: optionalText("The shop's own code of the tax class.", "Standard"),
    name: optionalText("The shop's name of the tax class.", "Standard rate"),
    rate: described(
      decimalText("Percent the shop applied, if it says.", "20").nullish(),
      "Percent the shop applied, if it says.",
      "20",
    ),
    amount: optionalAmount("Tax of this line, if the shop keeps it per line.", "2.33"),
  })
  .meta({ id: "sourceTax", description: "The shop's tax on one line." });

/** A tax as the books apply it to a line: a name and a percent. */
export const booksTaxSchema = z
  .strictObject({
    name: text("Name of the tax in the books; tax reports are grouped by it.", "VAT 20"),
    rate: decimalText("Percent.", "20"),
  })
  .meta({ id: "booksTax", description: "A tax the books apply to a line." });

export type TaxTreatment = (typeof taxTreatments)[number];
export type SourceTax = z.infer<typeof sourceTaxSchema>;
export type BooksTax = z.infer<typeof booksTaxSchema>;
