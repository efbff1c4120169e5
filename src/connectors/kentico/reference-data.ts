// The shop's configuration that orders point at by id: statuses, currencies, tax classes and their
// rates, countries, states, payment and shipping options. Read-only; cached by ReferenceDataCache.

import type { z } from "zod";
import type { CallContext } from "../../connector-kit/operation.ts";
import { asRow, listChildren, listShared } from "./client.ts";
import { listSiteAndGlobal } from "./scoped-lists.ts";
import {
  type CountryRow,
  type CurrencyRow,
  countryRow,
  currencyRow,
  type OrderStatusRow,
  orderStatusRow,
  type PaymentOptionRow,
  paymentOptionRow,
  type ShippingOptionRow,
  type StateRow,
  shippingOptionRow,
  stateRow,
  type TaxClassRow,
  taxClassCountryRow,
  taxClassRow,
  taxClassStateRow,
} from "./wire/configuration.ts";

export interface ReferenceData {
  statuses: ReadonlyMap<number, OrderStatusRow>;
  currencies: ReadonlyMap<number, CurrencyRow>;
  taxClasses: ReadonlyMap<number, TaxClassRow>;
  /** Percent by `<tax class id>|<country id>`. */
  countryRates: ReadonlyMap<string, string>;
  /** Percent by `<tax class id>|<state id>`. */
  stateRates: ReadonlyMap<string, string>;
  countries: ReadonlyMap<number, CountryRow>;
  states: ReadonlyMap<number, StateRow>;
  paymentOptions: ReadonlyMap<number, PaymentOptionRow>;
  shippingOptions: ReadonlyMap<number, ShippingOptionRow>;
}

/** Where a shop collects tax. */
export interface TaxPlace {
  countryId: number;
  stateId: number | null;
}

/**
 * Percent of a tax class at a place: the state's own rate wins over the country's (Kentico quirk 14);
 * null when neither exists.
 */
export function rateAt(data: ReferenceData, taxClassId: number, place: TaxPlace): string | null {
  const ofState =
    place.stateId === null ? undefined : data.stateRates.get(`${taxClassId}|${place.stateId}`);
  return ofState ?? data.countryRates.get(`${taxClassId}|${place.countryId}`) ?? null;
}

export function mainCurrency(data: ReferenceData): CurrencyRow | null {
  return [...data.currencies.values()].find((currency) => currency.CurrencyIsMain) ?? null;
}

/** Site and global rows together: a shop may use either, by type (Kentico quirk 7). */
async function siteAndGlobal<T>(
  context: CallContext,
  type: string,
  schema: z.ZodType<T>,
): Promise<T[]> {
  const records = await listSiteAndGlobal(context, { type });
  return records.map((record) => asRow(schema, record, type));
}

function byKey<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

async function shared<T>(context: CallContext, type: string, schema: z.ZodType<T>): Promise<T[]> {
  const { records } = await listShared(context, { type });
  return records.map((record) => asRow(schema, record, type));
}

interface RateType<T> {
  type: string;
  schema: z.ZodType<T>;
  keyOf(row: T): string;
}

/**
 * Rates of all tax classes. Whether the list route of a child type is filtered by site differs, so an
 * empty list is checked class by class.
 */
async function rates<T extends { TaxValue: string }>(
  context: CallContext,
  { type, schema, keyOf }: RateType<T>,
  classes: readonly TaxClassRow[],
): Promise<Map<string, string>> {
  let { records } = await listShared(context, { type });
  if (records.length === 0) {
    const perClass = await Promise.all(
      classes.map(({ TaxClassID }) =>
        listChildren(context, { type: "ecommerce.taxclass", id: String(TaxClassID) }, type),
      ),
    );
    records = perClass.flatMap((collection) => collection.records);
  }
  const rows = records.map((record) => asRow(schema, record, type));
  return new Map(rows.map((row) => [keyOf(row), row.TaxValue]));
}

async function loadTaxes(
  context: CallContext,
): Promise<Pick<ReferenceData, "taxClasses" | "countryRates" | "stateRates">> {
  const classes = await siteAndGlobal(context, "ecommerce.taxclass", taxClassRow);
  const countryRates = await rates(
    context,
    {
      type: "ecommerce.taxclasscountry",
      schema: taxClassCountryRow,
      keyOf: (row) => `${row.TaxClassID}|${row.CountryID}`,
    },
    classes,
  );
  const stateRates = await rates(
    context,
    {
      type: "ecommerce.taxclassstate",
      schema: taxClassStateRow,
      keyOf: (row) => `${row.TaxClassID}|${row.StateID}`,
    },
    classes,
  );
  return { taxClasses: byKey(classes, (row) => row.TaxClassID), countryRates, stateRates };
}

/** Reads all of it, about fifteen calls. Throws what the calls throw. */
export async function loadReferenceData(context: CallContext): Promise<ReferenceData> {
  const [statuses, currencies, taxes, payment, shipping, countries, states] = await Promise.all([
    siteAndGlobal(context, "ecommerce.orderstatus", orderStatusRow),
    siteAndGlobal(context, "ecommerce.currency", currencyRow),
    loadTaxes(context),
    siteAndGlobal(context, "ecommerce.paymentoption", paymentOptionRow),
    siteAndGlobal(context, "ecommerce.shippingoption", shippingOptionRow),
    shared(context, "cms.country", countryRow),
    shared(context, "cms.state", stateRow),
  ]);
  return {
    statuses: byKey(statuses, (row) => row.StatusID),
    currencies: byKey(currencies, (row) => row.CurrencyID),
    ...taxes,
    paymentOptions: byKey(payment, (row) => row.PaymentOptionID),
    shippingOptions: byKey(shipping, (row) => row.ShippingOptionID),
    countries: byKey(countries, (row) => row.CountryID),
    states: byKey(states, (row) => row.StateID),
  };
}
