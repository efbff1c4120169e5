// Finds the name a person probably meant when they misspelt one.

const charactersMax = 60;

interface Cell {
  rows: readonly number[][];
  row: number;
  column: number;
}

/** Cost of reaching a cell by two letters that changed places; infinite when they did not. */
function swapCost(left: string, right: string, { rows, row, column }: Cell): number {
  const isSwap = left[row] === right[column - 1] && left[row - 1] === right[column];
  return isSwap && row > 0 && column > 0
    ? (rows[row - 1]?.[column - 1] ?? 0) + 1
    : Number.POSITIVE_INFINITY;
}

/** Letters to add, drop, replace or swap with their neighbour, to turn one name into the other. */
function editDistance(left: string, right: string): number {
  const rows = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 0; row < left.length; row++) {
    const above = rows[row] ?? [];
    const current = [row + 1];
    for (let column = 0; column < right.length; column++) {
      const replaced = (above[column] ?? 0) + (left[row] === right[column] ? 0 : 1);
      const addedOrDropped = Math.min(above[column + 1] ?? 0, current[column] ?? 0) + 1;
      const swapped = swapCost(left, right, { rows, row, column });
      current.push(Math.min(replaced, addedOrDropped, swapped));
    }
    rows.push(current);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

/** The closest of `names`, or undefined when none is close (case counts for nothing). */
export function closestName(name: string, names: Iterable<string>): string | undefined {
  const wanted = name.slice(0, charactersMax).toLowerCase();
  const mistakesMax = wanted.length < 2 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  let best: { name: string; distance: number } | undefined;
  for (const candidate of names) {
    if (Math.abs(candidate.length - wanted.length) > mistakesMax) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance <= mistakesMax && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { name: candidate, distance };
    }
  }
  return best?.name;
}

/** ` Did you mean "sku"?`, or nothing when no name is close. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const closest = closestName(name, names);
  return closest === undefined ? "" : ` Did you mean "${closest}"?`;
}
