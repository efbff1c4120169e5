// The customer rows and addresses a checkout leaves behind.
// Every guest checkout makes a new customer, also with an e-mail address the shop already knows.
import type { Place } from "./catalogue.ts";
import { ControlError } from "./control-error.ts";
import type { AddressRequest, CustomerRequest } from "./order-request.ts";
import type { Shop } from "./shop.ts";
import type { Actor, Row } from "./tables.ts";

/** `AddressType` of an order address. */
export const ADDRESS_TYPE = { billing: 1, shipping: 2 } as const;

/** The customer the shop already has for an order: by id, or a registered one by e-mail. */
export function knownCustomer(shop: Shop, customer: CustomerRequest): Row | undefined {
  if (customer.id === undefined) {
    return customer.registered ? registeredCustomer(shop, customer) : undefined;
  }
  const known = shop.tables.get("ecommerce.customer", customer.id);
  if (known === undefined) throw new ControlError(`The shop has no customer ${customer.id}.`);
  return known;
}

function registeredCustomer(shop: Shop, { email }: CustomerRequest): Row | undefined {
  return shop.tables.find(
    "ecommerce.customer",
    (row) => row["CustomerUserID"] !== null && row["CustomerEmail"] === (email ?? null),
  );
}

/** A registered customer belongs to every site (`CustomerSiteID` null), a guest to this one. */
export function createCustomer(shop: Shop, customer: CustomerRequest, actor: Actor): Row {
  const isRegistered = customer.registered ?? false;
  const values = {
    CustomerFirstName: customer.firstName,
    CustomerLastName: customer.lastName,
    CustomerEmail: customer.email ?? null,
    CustomerPhone: customer.phone ?? null,
    CustomerCompany: customer.company ?? null,
    CustomerTaxRegistrationID: customer.taxRegistrationId ?? null,
    CustomerUserID: isRegistered ? 100 + shop.tables.all("ecommerce.customer").length : null,
    CustomerSiteID: isRegistered ? null : shop.siteId,
    CustomerCreated: shop.tables.now(),
  };
  return shop.tables.insert("ecommerce.customer", values, actor);
}

export interface PlacedAddress {
  address: AddressRequest;
  place: Place;
}

/** The columns that an order address and an address of the customer's book have in common. */
export function addressColumns({ address, place }: PlacedAddress, customer: Row): Row {
  const fullName = [customer["CustomerFirstName"], customer["CustomerLastName"]];
  return {
    AddressPersonalName: address.name ?? fullName.filter(Boolean).join(" "),
    AddressLine1: address.line1,
    AddressLine2: address.line2 ?? null,
    AddressCity: address.city,
    AddressZip: address.zip,
    AddressPhone: address.phone ?? null,
    AddressCountryID: place.countryId,
    AddressStateID: place.stateId,
  };
}

/** Keeps the billing address in the customer's address book, once. */
export function rememberAddress(shop: Shop, placed: PlacedAddress, customer: Row, actor: Actor) {
  const columns = addressColumns(placed, customer);
  const customerId = Number(customer["CustomerID"]);
  const isKnown = shop.tables
    .childrenOf("ecommerce.address", customerId)
    .some((row) => Object.entries(columns).every(([name, value]) => row[name] === value));
  if (isKnown) return;
  const name = `${columns["AddressPersonalName"]}, ${columns["AddressLine1"]}`;
  const values = { ...columns, AddressName: name, AddressCustomerID: customerId };
  shop.tables.insert("ecommerce.address", values, actor);
}
