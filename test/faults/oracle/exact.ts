// Whole-number arithmetic for the oracle: decimal texts as fractions of BigInt, rounded half up once.
// Written for the oracle alone, so that no rounding mistake of the platform can repeat itself here.

/** A decimal number as `units / 10^scale`. */
export interface Exact {
  units: bigint;
  scale: bigint;
}

/** `"9.975"` is 9975 at scale 3. Throws on anything but a plain decimal text. */
export function exact(text: string | number): Exact {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(text));
  if (match === null) throw new Error(`"${text}" is not a plain decimal number.`);
  const [, sign, whole = "0", fraction = ""] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === "-" ? -units : units, scale: BigInt(fraction.length) };
}

/** `numerator / denominator` as a whole number, halves away from zero; the denominator is above zero. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (magnitude * 2n + denominator) / (denominator * 2n);
  return numerator < 0n ? -rounded : rounded;
}

/** The product of all factors in minor units of a currency with `digits` decimals, rounded half up. */
export function toMinorUnits(digits: number, ...factors: readonly Exact[]): bigint {
  const units = factors.reduce((product, factor) => product * factor.units, 10n ** BigInt(digits));
  const scale = factors.reduce((sum, factor) => sum + factor.scale, 0n);
  return divideHalfUp(units, 10n ** scale);
}

/** `percent` of an amount in minor units, rounded half up. */
export function percentOf(minor: bigint, percent: Exact): bigint {
  return divideHalfUp(minor * percent.units, 100n * 10n ** percent.scale);
}

/** The tax inside a gross amount in minor units, rounded half up (commerce-pitfalls P2: round the tax). */
export function percentWithin(gross: bigint, percent: Exact): bigint {
  return divideHalfUp(gross * percent.units, 100n * 10n ** percent.scale + percent.units);
}
