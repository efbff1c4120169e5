// Spreads an amount over weights without losing a minor unit (commerce-pitfalls P4): floor, then the
// rest by largest fraction, ties by larger weight, then by order.

export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return allocateEqually(amount, weights);
  if (amount < 0n) return allocate(-amount, weights).map((part) => -part);
  const parts = weights.map((weight) => (amount * weight) / total);
  const rest = amount - parts.reduce((sum, part) => sum + part, 0n);
  const byFraction = weights
    .map((weight, index) => ({ index, weight, fraction: (amount * weight) % total }))
    .sort(
      (left, right) =>
        descending(left.fraction, right.fraction) ||
        descending(left.weight, right.weight) ||
        left.index - right.index,
    );
  for (const { index } of byFraction.slice(0, Number(rest)))
    parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

function allocateEqually(amount: bigint, weights: readonly bigint[]): bigint[] {
  return weights.length === 0
    ? []
    : allocate(
        amount,
        weights.map(() => 1n),
      );
}

function descending(left: bigint, right: bigint): number {
  if (left === right) return 0;
  return left > right ? -1 : 1;
}
