// Amounts as whole minor units of their currency, for the oracle: no decimals, no rounding.

const DIGITS: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  KWD: 3,
  BHD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
};

/** Minor unit digits after ISO 4217. */
export function digitsOf(currency: string | null): number {
  return DIGITS[currency ?? ""] ?? 2;
}

/** `"241.750"` with two digits is 24175n; null when the amount is finer than the minor unit. */
export function minorUnits(amount: string, digits: number): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (match === null) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  const kept = fraction.slice(0, digits).padEnd(digits, "0");
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const value = BigInt(whole + kept);
  return sign === "-" ? -value : value;
}

export function toText(minor: bigint, digits: number): string {
  const sign = minor < 0n ? "-" : "";
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, "0");
  const split = text.length - digits;
  return digits === 0 ? sign + text : `${sign}${text.slice(0, split)}.${text.slice(split)}`;
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
