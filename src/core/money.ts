// Exact amounts of money. An amount is a decimal string with its currency; never a binary float.

import { Decimal as DecimalJs } from "decimal.js";
import { IntegrationError } from "./errors.ts";

/** Decimal numbers as used for money everywhere: 40 digits, half-up rounding. */
export const Decimal = DecimalJs.clone({ precision: 40, rounding: DecimalJs.ROUND_HALF_UP });
export type Decimal = DecimalJs;

/** An amount (a decimal string such as "241.75") and its ISO 4217 currency code. */
export interface Money {
  amount: string;
  currency: string;
}

/** ISO 4217 currencies whose minor unit is not two digits. */
const minorUnitDigits: Readonly<Record<string, number>> = {
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
  UYI: 0,
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
  CLF: 4,
  UYW: 4,
};

/** Number of decimals of a currency: 2 for most, 0 for JPY, 3 for KWD. */
export function minorUnits(currency: string): number {
  return minorUnitDigits[currency] ?? 2;
}

/** Reads a decimal from text or an integer; refuses anything that is not a finite number. */
export function decimal(value: string | number | bigint | Decimal): Decimal {
  const text = typeof value === "string" ? value.trim() : value.toString();
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?$/.test(text)) {
    throw new IntegrationError("MESSAGE_INVALID", `"${text.slice(0, 40)}" is not a number.`);
  }
  return new Decimal(text);
}

/** Rounds half-up to the currency's minor unit and writes all its decimals ("10" USD -> "10.00"). */
export function roundToCurrency(value: Decimal | string, currency: string): string {
  const digits = minorUnits(currency);
  // Rounded first, so that -0.004 becomes "0.00" and never "-0.00".
  return new Decimal(value).toDecimalPlaces(digits, Decimal.ROUND_HALF_UP).toFixed(digits);
}

/** Money from any decimal, rounded to the currency's minor unit. */
export function money(value: string | number | Decimal, currency: string): Money {
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new IntegrationError("MESSAGE_INVALID", `"${currency}" is not a currency code.`);
  }
  return { amount: roundToCurrency(decimal(value), currency), currency };
}

function sameCurrency(left: Money, right: Money): string {
  if (left.currency !== right.currency) {
    throw new IntegrationError(
      "MESSAGE_INVALID",
      `${left.currency} and ${right.currency} cannot be calculated with each other.`,
    );
  }
  return left.currency;
}

export function addMoney(left: Money, right: Money): Money {
  return money(decimal(left.amount).plus(right.amount), sameCurrency(left, right));
}

export function subtractMoney(left: Money, right: Money): Money {
  return money(decimal(left.amount).minus(right.amount), sameCurrency(left, right));
}

export function isZero(amount: string): boolean {
  return decimal(amount).isZero();
}

/** The smallest step of a currency: 0.01 for USD, 1 for JPY, 0.001 for KWD. */
export function minorUnit(currency: string): Decimal {
  return new Decimal(10).pow(-minorUnits(currency));
}
