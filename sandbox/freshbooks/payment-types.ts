// How something was paid, exact to the letter; "Stripe" and "Wire Transfer" are not among them.

export const paymentTypes = [
  "Check",
  "Credit",
  "Cash",
  "Bank Transfer",
  "Credit Card",
  "Debit",
  "PayPal",
  "2Checkout",
  "VISA",
  "MASTERCARD",
  "DISCOVER",
  "AMEX",
  "DINERS",
  "JCB",
  "ACH",
  "Other",
] as const;
