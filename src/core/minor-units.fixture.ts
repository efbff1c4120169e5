// Integer arithmetic in minor units for property tests: shares nothing with the code under test.

/** 1234n with 2 digits is "12.34". */
export function unitsAsText(units: bigint, digits: number): string {
  const sign = units < 0n ? "-" : "";
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, "0");
  if (digits === 0) return `${sign}${text}`;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** "12.34" is 1234n; the text must be written with all decimals of its currency. */
export function textAsUnits(text: string): bigint {
  return BigInt(text.replace(".", ""));
}

/** A quotient rounded half away from zero; the divisor is positive. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const sign = dividend < 0n ? -1n : 1n;
  return (sign * (2n * sign * dividend + divisor)) / (2n * divisor);
}
