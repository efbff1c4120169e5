// Reproducible chance for the simulators: the same seed gives the same ids, tokens and fault draws.
// Not cryptographic: nothing here protects real data.

export interface SeededRandom {
  /** A number in [0, 1). */
  float(): number;
  /** A whole number in [0, maxExclusive). */
  int(maxExclusive: number): number;
  /** One entry of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** `bytes` random bytes as lower-case hexadecimal. */
  hex(bytes: number): string;
  /** A UUID of version 4. */
  uuid(): string;
}

export function seededRandom(seed: number): SeededRandom {
  const float = mulberry32(seed);
  const int = (maxExclusive: number) => Math.floor(float() * maxExclusive);
  const hex = (bytes: number) =>
    Array.from({ length: bytes }, () => int(256).toString(16).padStart(2, "0")).join("");
  return {
    float,
    int,
    hex,
    pick: (list) => pickFrom(list, int),
    uuid: () => uuidOf(hex(16), int(4)),
  };
}

/** Mulberry32 by Tommy Ettinger: 32 bits of state, passes the usual statistical suites. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pickFrom<T>(list: readonly T[], int: (maxExclusive: number) => number): T {
  if (list.length === 0) throw new RangeError("pick needs a list with at least one entry");
  return list[int(list.length)] as T;
}

function uuidOf(hex: string, variant: number): string {
  const version = `4${hex.slice(13, 16)}`;
  const clockSequence = `${(8 + variant).toString(16)}${hex.slice(17, 20)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), version, clockSequence, hex.slice(20, 32)].join("-");
}
