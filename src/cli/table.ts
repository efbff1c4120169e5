// Lists as text tables or JSON.

import type { CommandContext } from "./command-context.ts";

export type Cell = string | number | boolean | null | undefined;
export type Column<T> = readonly [title: string, value: (row: T) => Cell];

export interface Listing<T> {
  rows: readonly T[];
  columns: readonly Column<T>[];
  /** Said instead of an empty table. */
  empty: string;
  json: boolean;
  /** Characters after which a cell is cut; 60 when absent. */
  widestCell?: number;
}

const usualWidestCell = 60;

function cellText(value: Cell, widestCell: number): string {
  const text = value === null || value === undefined ? "" : String(value);
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > widestCell ? `${line.slice(0, widestCell - 1)}…` : line;
}

/** Rows as aligned text, the titles first. */
export function formatTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  widestCell = usualWidestCell,
): string {
  const lines = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, value]) => cellText(value(row), widestCell))),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((line) => line[index]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function printListing<T>(context: CommandContext, listing: Listing<T>): void {
  const { rows, columns, empty, json, widestCell } = listing;
  if (json) context.print(JSON.stringify(rows, null, 2));
  else context.print(rows.length === 0 ? empty : formatTable(rows, columns, widestCell));
}
