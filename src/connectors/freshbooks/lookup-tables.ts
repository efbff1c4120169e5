// Default rows of the lookup tables the mappings use; an installation may change them.

import type { JsonObject } from "../../core/json.ts";

export const freshbooksLookups: Readonly<Record<string, JsonObject>> = {
  /** Canonical payment method -> FreshBooks payment type. */
  "freshbooks-payment-type": {
    card: "Credit Card",
    paypal: "PayPal",
    "bank-transfer": "Bank Transfer",
    cash: "Cash",
    check: "Check",
    "gift-card": "Other",
    "store-credit": "Other",
    other: "Other",
  },
  /** FreshBooks payment type -> canonical payment method. */
  "freshbooks-payment-method": {
    Check: "check",
    Credit: "store-credit",
    Cash: "cash",
    "Bank Transfer": "bank-transfer",
    ACH: "bank-transfer",
    "Credit Card": "card",
    Debit: "card",
    VISA: "card",
    MASTERCARD: "card",
    DISCOVER: "card",
    AMEX: "card",
    DINERS: "card",
    JCB: "card",
    PayPal: "paypal",
    "2Checkout": "other",
    Other: "other",
  },
};
