// Reads one customer with the address book.

import { defineOperation, type Operation } from "../../../connector-kit/operation.ts";
import { asRow, getObject, listChildren } from "../client.ts";
import { customColumnsOf } from "../custom-fields.ts";
import { placed } from "../order-addresses.ts";
import type { ReferenceDataCache } from "../reference-data-cache.ts";
import { wallTimeOf } from "../server-time.ts";
import { type AddressRow, addressRow } from "../wire/address.ts";
import { customerRow, customerSystemColumns } from "../wire/customer.ts";
import { type KenticoCustomer, kenticoCustomer } from "../wire/kentico-customer.ts";
import { recordKey } from "../wire/record-key.ts";

function lastChangedFirst(left: AddressRow, right: AddressRow): number {
  const [a, b] = [left, right].map((each) => wallTimeOf(each.AddressLastModified ?? ""));
  return (b ?? "").localeCompare(a ?? "") || right.AddressID - left.AddressID;
}

/** By id, since registered customers belong to no site. Throws RECORD_NOT_FOUND. */
export function readCustomer(
  reference: ReferenceDataCache,
): Operation<{ id: string }, KenticoCustomer> {
  return defineOperation({
    id: "kentico.customer.read",
    title: "Read customer",
    input: recordKey,
    output: kenticoCustomer,
    idempotency: { kind: "safe" },
    scopes: ["ReadCustomers"],
    examples: [{ title: "A customer by id", input: { id: "77" } }],
    async run({ id }, context) {
      const key = { type: "ecommerce.customer", id };
      const [record, book, data] = await Promise.all([
        getObject(context, key),
        listChildren(context, key, "ecommerce.address"),
        reference.get(context),
      ]);
      const addresses = book.records
        .map((each) => asRow(addressRow, each, `address of customer ${id}`))
        .sort(lastChangedFirst);
      return {
        ...asRow(customerRow, record, `customer ${id}`),
        Addresses: addresses.map((address) => placed(address, data)),
        CustomFields: customColumnsOf(record, customerSystemColumns),
      };
    },
  });
}
