// Tax classes and their rates: those of the seeded shop, and how further ones are added.
// A class has no rate of its own; the rate depends on country or state.
import { placeOf } from "./catalogue.ts";
import type { Shop } from "./shop.ts";
import type { Actor, Row } from "./tables.ts";

const installer: Actor = { userId: 53, origin: "admin" };

export interface TaxClassRequest {
  name: string;
  displayName: string;
  zeroIfIdSupplied?: boolean;
  /** A global object of the installation instead of one of the site. */
  isGlobal?: boolean;
  rates: { countryCode: string; stateCode?: string; percent: string }[];
}

const EUROPE = "GB IE AT FR BE NL LU ES PT IT CZ SK PL HU DK SE NO FI CH".split(" ");

const rate = (percent: string, ...countryCodes: string[]) =>
  countryCodes.map((countryCode) => ({ countryCode, percent }));
const stateRate = (countryCode: string, stateCode: string, percent: string) => ({
  countryCode,
  stateCode,
  percent,
});

export const seedTaxClasses: readonly TaxClassRequest[] = [
  {
    name: "Food",
    displayName: "Food",
    isGlobal: true,
    rates: [...rate("10", "US", "JP", ...EUROPE), ...rate("7", "DE")],
  },
  {
    name: "Standard",
    displayName: "Standard",
    zeroIfIdSupplied: true,
    isGlobal: true,
    rates: [
      ...rate("20", "US", ...EUROPE),
      ...rate("19", "DE"),
      ...rate("15", "NZ", "ZA"),
      ...rate("10", "JP", "AU"),
      ...rate("5", "CA", "KW", "AE"),
    ],
  },
  {
    name: "Reduced",
    displayName: "Reduced",
    zeroIfIdSupplied: true,
    isGlobal: true,
    rates: [...rate("5", "US", ...EUROPE), ...rate("7", "DE"), ...rate("8", "JP")],
  },
  { name: "Zero", displayName: "Zero", isGlobal: true, rates: rate("0", "US", "GB", "DE", "CZ") },
  {
    name: "Sales",
    displayName: "Sales tax",
    zeroIfIdSupplied: true,
    rates: [
      stateRate("US", "MA", "6.25"),
      stateRate("US", "TX", "8.25"),
      stateRate("US", "CA", "7.75"),
      stateRate("US", "NY", "8.875"),
      stateRate("US", "WA", "10.25"),
      stateRate("CA", "QC", "14.975"),
      stateRate("CA", "ON", "13"),
      ...rate("15", "NZ"),
      ...rate("19", "DE"),
      ...rate("10", "JP"),
    ],
  },
];

/** Adds a tax class with its rates and returns its row; a ControlError for an unknown country or state. */
export function addTaxClass(shop: Shop, request: TaxClassRequest): Row {
  const places = request.rates.map((each) => ({ ...each, ...placeOf(shop, each) }));
  const taxClass = shop.tables.insert(
    "ecommerce.taxclass",
    {
      TaxClassName: request.name,
      TaxClassDisplayName: request.displayName,
      TaxClassZeroIfIDSupplied: request.zeroIfIdSupplied ?? false,
      TaxClassSiteID: request.isGlobal ? null : shop.siteId,
    },
    installer,
  );
  const TaxClassID = Number(taxClass["TaxClassID"]);
  for (const { countryId, stateId, percent } of places) {
    const type = stateId === null ? "ecommerce.taxclasscountry" : "ecommerce.taxclassstate";
    const place: Row = stateId === null ? { CountryID: countryId } : { StateID: stateId };
    shop.tables.insert(type, { ...place, TaxClassID, TaxValue: percent }, installer);
  }
  return taxClass;
}
