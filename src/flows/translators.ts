// The translators flows may name: canonical messages made out of others.

import { IntegrationError } from "../core/errors.ts";
import type { SplitTranslator, Translator, WriteTranslator } from "./ports.ts";
import { customerFromOrderTranslator } from "./translators/customer-from-order.ts";
import { invoiceFromOrderTranslator } from "./translators/invoice-from-order.ts";
import { paymentsFromOrderTranslator } from "./translators/payments-from-order.ts";

const translators: readonly Translator[] = [
  customerFromOrderTranslator,
  invoiceFromOrderTranslator,
  paymentsFromOrderTranslator,
];

function find(id: string, kind: Translator["kind"]): Translator {
  const found = translators.find((translator) => translator.id === id && translator.kind === kind);
  if (found) return found;
  const known = translators.filter((each) => each.kind === kind).map((each) => each.id);
  throw new IntegrationError("CONFIGURATION_INVALID", `There is no translator named "${id}".`, {
    hint: `Known here: ${known.join(", ")}.`,
  });
}

export function findWriteTranslator(id: string): WriteTranslator {
  return find(id, "write") as WriteTranslator;
}

export function findSplitTranslator(id: string): SplitTranslator {
  return find(id, "split") as SplitTranslator;
}
