// How a list may be wrong although every record in it is right. A simulator asks for the distortion of a
// request while it makes the list, because only it knows its rows, filters and pages.
import type { FastifyRequest } from "fastify";

export interface ListDistortion {
  /** Rows younger than this are not listed yet. */
  lagMs: number;
  /** Since the page before was read, the first row of this one has moved to the front of the list. */
  rowMoved: boolean;
  filtersIgnored: boolean;
  /** Added to the total that is told. */
  totalOffBy: number;
}

export const noDistortion: ListDistortion = {
  lagMs: 0,
  rowMoved: false,
  filtersIgnored: false,
  totalOffBy: 0,
};

const distortions = new WeakMap<FastifyRequest, ListDistortion>();

export function distortList(request: FastifyRequest, distortion: Partial<ListDistortion>): void {
  distortions.set(request, { ...noDistortion, ...distortion });
}

export function distortionOf(request: FastifyRequest): ListDistortion {
  return distortions.get(request) ?? noDistortion;
}

/** The rows of a list in the order in which a page that begins at `offset` finds them. */
export function asFoundAt<Row>(
  rows: readonly Row[],
  offset: number,
  { rowMoved }: ListDistortion,
): readonly Row[] {
  const moved = rows[offset];
  if (!rowMoved || offset === 0 || moved === undefined) return rows;
  return [moved, ...rows.filter((row) => row !== moved)];
}

/** Never below zero: that would be no lie but nonsense. */
export function totalAsTold(total: number, { totalOffBy }: ListDistortion): number {
  return Math.max(0, total + totalOffBy);
}
