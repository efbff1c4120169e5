// The expense categories a new account comes with: read-only, alphabetical, several pages of them.
import { type Account, addRow } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import { easternTimestamp } from "./eastern-time.ts";
import { equalsNumber } from "./list-query.ts";
import type { CategoryFields } from "./spending-records.ts";

/** Main categories with their sub-categories. */
const defaults: Readonly<Record<string, readonly string[]>> = {
  Advertising: [],
  "Car & Truck Expenses": ["Fuel", "Mileage", "Parking", "Repairs", "Vehicle Insurance"],
  Contractors: [],
  "Cost of Goods Sold": ["Freight In", "Materials", "Packaging", "Subcontract Work"],
  "Education and Training": [],
  "Employee Benefits": ["Accident Insurance", "Health Insurance", "Life Insurance"],
  "Meals & Entertainment": ["Entertainment", "Restaurants"],
  "Office Expenses & Postage": ["Hardware", "Office Supplies", "Postage", "Printing", "Software"],
  "Other Expenses": ["Bank Fees", "Commissions", "Interest", "Online Fees", "Subscriptions"],
  Personal: [],
  "Professional Services": ["Accounting", "Legal Fees"],
  "Rent or Lease": ["Equipment", "Machinery", "Office Space", "Vehicles"],
  Supplies: [],
  "Taxes & Licenses": ["Licenses", "Sales Tax Paid"],
  Travel: ["Airfare", "Hotel", "Taxi & Parking"],
  Utilities: ["Electricity", "Gas", "Phone"],
};

export function seedCategories(account: Account): void {
  for (const [main, subs] of Object.entries(defaults)) {
    const is_cogs = main === "Cost of Goods Sold";
    const fields = { category: main, parentid: null, is_cogs };
    const parent = addRow<CategoryFields>(account, "categories", account.categories, fields);
    for (const sub of subs) {
      addRow(account, "categories", account.categories, {
        category: sub,
        parentid: parent.id,
        is_cogs,
      });
    }
  }
}

export const expenseCategories: AccountingResource<CategoryFields> = {
  path: "expenses/categories",
  singular: "category",
  plural: "categories",
  scopeObject: "expenses",
  idField: "categoryid",
  methods: new Set(),
  isReadableWhenDeleted: true,
  filters: () => ({ categoryid: equalsNumber((row) => row.id) }),
  order: (a, b) => a.fields.category.localeCompare(b.fields.category),
  rows: (account) => account.categories,
  present: (_account, row) => ({
    id: row.id,
    categoryid: row.id,
    ...row.fields,
    is_editable: false,
    transaction_posted: false,
    created_at: easternTimestamp(row.createdAt),
    updated_at: easternTimestamp(row.updatedAt),
    vis_state: row.visState,
  }),
};
