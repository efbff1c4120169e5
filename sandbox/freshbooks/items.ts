// Items of the price list. A plan without them answers 200 with an error inside (quirk 5).
import { Decimal } from "decimal.js";
import { type Account, addRow } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import { money } from "./currency.ts";
import { easternTimestamp } from "./eastern-time.ts";
import {
  type Body,
  decimalText,
  type FieldParser,
  type FieldTable,
  identifier,
  moneyIn,
  nullableText,
  readFields,
  text,
} from "./field-table.ts";
import { amountRange, contains, equals, equalsNumber, updatedRange } from "./list-query.ts";
import type { ItemFields, Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";

export const items: AccountingResource<ItemFields> = {
  path: "items/items",
  singular: "item",
  plural: "items",
  scopeObject: "billable_items",
  event: "item",
  idField: "itemid",
  methods: new Set(["create", "update"]),
  isReadableWhenDeleted: true,
  gate: { setting: "items", errno: 12001, message: "You do not have access to items." },
  filters: () => ({
    itemid: equalsNumber((row) => row.id),
    itemids: equalsNumber((row) => row.id),
    sku: equals((row) => row.fields.sku),
    description: contains((row) => row.fields.description),
    ...amountRange("unit_cost", (row) => row.fields.unit_cost.amount),
    ...amountRange("inventory", (row) => row.fields.inventory),
    ...amountRange("qty", (row) => row.fields.qty),
    ...updatedRange(),
  }),
  rows: (account) => account.items,
  create: createItem,
  update: (account, row, body) => {
    Object.assign(row.fields, readFields({ object: "item", body, table: itemTable(account) }));
  },
  present: (account, row) => ({
    id: row.id,
    itemid: row.id,
    accounting_systemid: account.accountId,
    ...row.fields,
    tax_rule_code: null,
    updated: easternTimestamp(row.updatedAt),
    vis_state: row.visState,
  }),
};

function itemTable(account: Account): FieldTable<ItemFields> {
  return {
    name: text,
    description: text,
    qty: decimalText,
    unit_cost: moneyIn(account.baseCurrency),
    sku: nullableText,
    inventory: (value, field) => (value === null ? null : decimalText(value, field)),
    tax1: taxId(account),
    tax2: taxId(account),
  };
}

/** The id of an existing tax; 0 or null means none. */
function taxId(account: Account): FieldParser<number> {
  return (value, field) => {
    const id = value === null ? 0 : identifier(value, field);
    if (id === 0 || account.taxes.get(id)?.visState === 0) return id;
    throw unprocessable(1012, "Tax not found.", { object: "item", field, value: id });
  };
}

function createItem(account: Account, body: Body): Row<ItemFields> {
  const table = itemTable(account);
  const given = readFields<ItemFields>({ object: "item", body, table, required: ["name"] });
  return addRow(account, "items", account.items, {
    name: "",
    description: "",
    qty: "1",
    unit_cost: money(new Decimal(0), account.baseCurrency),
    sku: null,
    inventory: null,
    tax1: 0,
    tax2: 0,
    ...given,
  });
}
