// The shop's configuration objects that orders point at by id.

import { z } from "zod";
import { booleanColumn, decimalColumn, idColumn } from "./columns.ts";

export const orderStatusRow = z.looseObject({
  StatusID: idColumn,
  StatusName: z.string(),
  StatusDisplayName: z.string().nullish(),
  StatusOrderIsPaid: booleanColumn.nullish(),
});

export const currencyRow = z.looseObject({
  CurrencyID: idColumn,
  CurrencyCode: z.string(),
  CurrencyRoundTo: z.int().nullish(),
  CurrencyIsMain: booleanColumn.nullish(),
});

export const taxClassRow = z.looseObject({
  TaxClassID: idColumn,
  TaxClassName: z.string(),
  TaxClassDisplayName: z.string().nullish(),
  TaxClassZeroIfIDSupplied: booleanColumn.nullish(),
});

export const taxClassCountryRow = z.looseObject({
  TaxClassID: idColumn,
  CountryID: idColumn,
  TaxValue: decimalColumn,
});

export const taxClassStateRow = z.looseObject({
  TaxClassID: idColumn,
  StateID: idColumn,
  TaxValue: decimalColumn,
});

export const paymentOptionRow = z.looseObject({
  PaymentOptionID: idColumn,
  PaymentOptionName: z.string(),
  PaymentOptionDisplayName: z.string().nullish(),
});

export const shippingOptionRow = z.looseObject({
  ShippingOptionID: idColumn,
  ShippingOptionName: z.string(),
  ShippingOptionDisplayName: z.string().nullish(),
  ShippingOptionTaxClassID: idColumn.nullish(),
});

export const countryRow = z.looseObject({
  CountryID: idColumn,
  CountryName: z.string(),
  CountryDisplayName: z.string().nullish(),
  CountryTwoLetterCode: z.string().nullish(),
});

export const stateRow = z.looseObject({
  StateID: idColumn,
  StateName: z.string(),
  StateDisplayName: z.string().nullish(),
  StateCode: z.string().nullish(),
});

export type OrderStatusRow = z.infer<typeof orderStatusRow>;
export type CurrencyRow = z.infer<typeof currencyRow>;
export type TaxClassRow = z.infer<typeof taxClassRow>;
export type PaymentOptionRow = z.infer<typeof paymentOptionRow>;
export type ShippingOptionRow = z.infer<typeof shippingOptionRow>;
export type CountryRow = z.infer<typeof countryRow>;
export type StateRow = z.infer<typeof stateRow>;
