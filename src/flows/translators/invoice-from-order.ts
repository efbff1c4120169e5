// Translator: the invoice of an order, over exactly its total.

import { correctRounding } from "../../accounting/correct-rounding.ts";
import { invoiceFromOrder } from "../../accounting/invoice-from-order.ts";
import type { InvoiceOptions } from "../../accounting/invoice-options.ts";
import type { Invoice } from "../../canonical/invoice.ts";
import type { Order } from "../../canonical/order.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { TranslationInput, WriteTranslator } from "../ports.ts";
import { choiceParameter, listParameter, numberParameter, textParameter } from "./parameters.ts";

function invoiceOptions(input: TranslationInput): InvoiceOptions {
  const { params, tables, records, target } = input;
  const tableName = textParameter(params, "taxTable");
  const terms = textParameter(params, "terms");
  return {
    reference: input.reference,
    customerId: records["client"] ?? "",
    taxTable: { find: (key) => tables.find(tableName, key) },
    taxRounding: target["taxRounding"] === "rate" ? "rate" : "line",
    acceptNegativeLines: target["acceptNegativeLines"] !== false,
    discountStyle: choiceParameter(params, "discountStyle", ["net", "lines"]),
    numberPattern: textParameter(params, "numberPattern"),
    dueDays: numberParameter(params, "dueDays"),
    notes: {
      customerNote: params["customerNote"] === true,
      customFields: listParameter(params, "notesFields"),
    },
    roundingCapMinorUnits: numberParameter(params, "roundingCap"),
    ...(terms === "" ? {} : { terms }),
  };
}

/** The books' total must be the order's; a cent of rounding is corrected, anything else is refused. */
function correct(written: unknown, sent: unknown, input: TranslationInput): Invoice | null {
  const actual = written as Invoice;
  const wanted = sent as Invoice;
  if (actual.currency !== wanted.currency) {
    throw new IntegrationError(
      "TOTALS_DO_NOT_RECONCILE",
      `The books made the invoice in ${actual.currency} instead of ${wanted.currency}.`,
    );
  }
  return correctRounding(wanted, actual.total.amount, {
    ...invoiceOptions(input),
    discountCount: (input.message as Order).discounts.length,
  });
}

export const invoiceFromOrderTranslator: WriteTranslator = {
  kind: "write",
  id: "invoice-from-order",
  from: "order",
  to: "invoice",
  source: (message) => ({ entity: "order", id: (message as Order).id, purpose: "invoice" }),
  translate: (input) => invoiceFromOrder(input.message as Order, invoiceOptions(input)),
  correct,
};
