// Addresses with their country and state, and which of them decides an order's taxes.

import type { ReferenceData, TaxPlace } from "./reference-data.ts";
import { type AddressRow, addressTypes, type OrderAddressRow } from "./wire/address.ts";
import type { CountryRow, StateRow } from "./wire/configuration.ts";
import type { KenticoOrderAddress } from "./wire/kentico-order.ts";

interface OrderAddresses {
  all: KenticoOrderAddress[];
  billing: KenticoOrderAddress | null;
  /** The billing address when the order has no other: Kentico then keeps one row only (quirk 11). */
  shipping: KenticoOrderAddress | null;
}

/** Joins country and state; null for ids the shop does not know any more. */
export function placed<A extends AddressRow | OrderAddressRow>(
  address: A,
  data: ReferenceData,
): A & { Country: CountryRow | null; State: StateRow | null } {
  const { AddressCountryID: countryId, AddressStateID: stateId } = address;
  return {
    ...address,
    Country: countryId ? (data.countries.get(countryId) ?? null) : null,
    State: stateId ? (data.states.get(stateId) ?? null) : null,
  };
}

export function orderAddresses(
  rows: readonly OrderAddressRow[],
  data: ReferenceData,
): OrderAddresses {
  const all = rows.map((row) => placed(row, data));
  const ofType = (type: number) => all.find((address) => address.AddressType === type) ?? null;
  const billing = ofType(addressTypes.billing);
  return { all, billing, shipping: ofType(addressTypes.shipping) ?? billing };
}

/** Where the order is taxed, by the shop's setting CMSStoreApplyTaxesBasedOn. */
export function taxPlaceOf(
  rows: readonly OrderAddressRow[],
  decidedBy: "billing" | "shipping",
): TaxPlace | null {
  const ofType = (type: number) => rows.find((row) => row.AddressType === type);
  const billing = ofType(addressTypes.billing);
  const shipping = ofType(addressTypes.shipping);
  const address = decidedBy === "shipping" ? (shipping ?? billing) : (billing ?? shipping);
  if (!address?.AddressCountryID) return null;
  return { countryId: address.AddressCountryID, stateId: address.AddressStateID ?? null };
}
