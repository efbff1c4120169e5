// Money as FreshBooks writes it: a decimal text with the currency's own number of decimals, and a code.
import { Decimal } from "decimal.js";

export interface Money {
  amount: string;
  code: string;
}

/** ISO 4217 currencies without two decimals. */
const minorUnitsByCode: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

function minorUnits(code: string): number {
  return minorUnitsByCode[code] ?? 2;
}

/** Rounds half away from zero to the currency's minor unit. */
export function roundTo(amount: Decimal, code: string): Decimal {
  return amount.toDecimalPlaces(minorUnits(code), Decimal.ROUND_HALF_UP);
}

export function money(amount: Decimal, code: string): Money {
  return { amount: roundTo(amount, code).toFixed(minorUnits(code)), code };
}

/** A price keeps the decimals it was given, but has at least the currency's own. */
export function price(amount: Decimal, code: string): Money {
  return { amount: amount.toFixed(Math.max(amount.decimalPlaces(), minorUnits(code))), code };
}

export function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));
}
