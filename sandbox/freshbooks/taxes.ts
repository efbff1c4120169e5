// Taxes: a name of its own and a percentage. Deleting uses DELETE and removes it for good (quirk 31).
import { type Account, addRow } from "./account.ts";
import type { AccountingResource } from "./accounting-resource.ts";
import { easternTimestamp } from "./eastern-time.ts";
import {
  type Body,
  FieldProblem,
  type FieldTable,
  flag,
  nullableText,
  percent,
  readFields,
  text,
} from "./field-table.ts";
import { contains, equalsNumber, isTrue, updatedRange } from "./list-query.ts";
import type { Row, TaxFields } from "./records.ts";

export const taxes: AccountingResource<TaxFields> = {
  path: "taxes/taxes",
  singular: "tax",
  plural: "taxes",
  scopeObject: "taxes",
  event: "tax",
  idField: "taxid",
  methods: new Set(["create", "update", "delete"]),
  isReadableWhenDeleted: false,
  filters: () => ({
    taxid: equalsNumber((row) => row.id),
    taxids: equalsNumber((row) => row.id),
    name: contains((row) => row.fields.name),
    number: contains((row) => row.fields.number),
    compound: isTrue((row) => row.fields.compound),
    ...updatedRange(),
  }),
  rows: (account) => account.taxes,
  create: createTax,
  update: (account, row, body) => {
    const table = taxTable(account, row.id);
    Object.assign(row.fields, readFields({ object: "tax", body, table }));
  },
  present: (account, row) => ({
    id: row.id,
    taxid: row.id,
    accounting_systemid: account.accountId,
    ...row.fields,
    updated: easternTimestamp(row.updatedAt),
  }),
};

function createTax(account: Account, body: Body): Row<TaxFields> {
  const required = ["name", "amount"];
  const table = taxTable(account);
  const given = readFields<TaxFields>({ object: "tax", body, table, required });
  const fields = { name: "", number: null, amount: "0", compound: false, ...given };
  return addRow(account, "taxes", account.taxes, fields);
}

function taxTable(account: Account, exceptId?: number): FieldTable<TaxFields> {
  return {
    name: (value, field) => {
      const name = text(value, field);
      const others = [...account.taxes.values()].filter((tax) => tax.id !== exceptId);
      if (others.some((tax) => tax.visState !== 1 && tax.fields.name === name)) {
        throw new FieldProblem(1026, `A tax named '${name}' already exists.`);
      }
      return name;
    },
    number: nullableText,
    amount: percent,
    compound: flag,
  };
}
