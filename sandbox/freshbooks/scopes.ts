// The scopes a FreshBooks application can be given, and which one a resource needs.

const readOnlyObjects = ["profile", "notifications", "reports"];

const objects = [
  "bills",
  "bill_payments",
  "bill_vendors",
  "billable_items",
  "business",
  "clients",
  "credit_notes",
  "estimates",
  "expenses",
  "invoices",
  "journal_entries",
  "online_payments",
  "other_income",
  "payments",
  "projects",
  "retainers",
  "taxes",
  "teams",
  "time_entries",
  "account",
];

export type Access = "read" | "write";

export const registeredScopes: readonly string[] = [
  ...readOnlyObjects.map((object) => `user:${object}:read`),
  ...objects.flatMap((object) => [`user:${object}:read`, `user:${object}:write`]),
];

export function scopeOf(object: string, access: Access): string {
  return `user:${object}:${access}`;
}

/** The scope object of each noun that webhooks know. */
export const scopeObjectByNoun: Readonly<Record<string, string>> = {
  bill: "bills",
  bill_vendor: "bill_vendors",
  category: "expenses",
  client: "clients",
  credit_note: "credit_notes",
  estimate: "estimates",
  expense: "expenses",
  invoice: "invoices",
  item: "billable_items",
  payment: "payments",
  project: "projects",
  recurring: "invoices",
  service: "billable_items",
  tax: "taxes",
  time_entry: "time_entries",
};
