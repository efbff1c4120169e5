// The query parameters of a list: where, columns, orderby, topn, offset and maxrecords.
// Which rows a route starts from (site, global, all) is decided by the route.
import { Decimal } from "decimal.js";
import {
  asFoundAt,
  type ListDistortion,
  noDistortion,
  totalAsTold,
} from "../kit/list-distortion.ts";
import type { SeededRandom } from "../kit/seeded-random.ts";
import type { Column, ObjectType } from "./object-type.ts";
import { UnsafeQueryError } from "./sql-error.ts";
import type { Row, Value } from "./tables.ts";
import { columnOf, compileWhere } from "./where-evaluate.ts";
import { parseWhere } from "./where-grammar.ts";

export type QueryParameters = Record<string, string | undefined>;

export interface Page {
  rows: Row[];
  columns: Column[];
  /** All matches, before `offset` and `maxrecords`. */
  totalRecords: number;
}

export interface QueryOptions {
  type: ObjectType;
  parameters: QueryParameters;
  /** Rows that `orderby` leaves equal come in an order that changes from call to call. */
  chance: SeededRandom;
  distortion?: ListDistortion;
}

/** Names in any case; a parameter given several times is joined with commas, as ASP.NET does. */
export function readParameters(query: unknown): QueryParameters {
  const given = Object.entries(query as Record<string, string | string[]>);
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** Applies the parameters; throws UnsafeQueryError (403) or DatabaseError (400). */
export function runQuery(source: Row[], options: QueryOptions): Page {
  const { type, parameters, chance, distortion = noDistortion } = options;
  const columns = selectedColumns(type, parameters["columns"]);
  const where = distortion.filtersIgnored ? undefined : parameters["where"];
  const matching = filterRows(source, type, where);
  const sorted = sortRows(matching, sortKeys(type, parameters["orderby"]), chance);
  const top = takeTop(sorted, parameters["topn"]);
  const totalRecords = totalAsTold(top.length, distortion);
  return { rows: takePage(top, parameters, distortion), columns, totalRecords };
}

/** The columns an answer keeps: all, or those the comma list names. */
export function selectedColumns(type: ObjectType, list: string | undefined): Column[] {
  if (list === undefined || list.trim() === "") return type.columns;
  return list.split(",").map((name) => columnOf(type, identifier(name)));
}

function identifier(text: string): string {
  const match = /^\s*(?:\[([A-Za-z0-9_.]+)\]|([A-Za-z_][A-Za-z0-9_.]*))\s*$/.exec(text);
  const name = match?.[1] ?? match?.[2];
  if (name === undefined) throw new UnsafeQueryError(text);
  return name;
}

function filterRows(rows: Row[], type: ObjectType, where: string | undefined): Row[] {
  if (where === undefined || where.trim() === "") return rows;
  return rows.filter(compileWhere(parseWhere(where), type));
}

interface SortKey {
  column: Column;
  descending: boolean;
}

function sortKeys(type: ObjectType, orderBy: string | undefined): SortKey[] {
  if (orderBy === undefined || orderBy.trim() === "" || orderBy === "##default##") {
    return [{ column: columnOf(type, type.idColumn), descending: false }];
  }
  return orderBy.split(",").map((part) => sortKey(type, part));
}

function sortKey(type: ObjectType, part: string): SortKey {
  const match = /^\s*(\S+)(?:\s+(asc|desc))?\s*$/i.exec(part);
  if (match === null) throw new UnsafeQueryError(part);
  const [, name = "", direction = "asc"] = match;
  return {
    column: columnOf(type, identifier(name)),
    descending: direction.toLowerCase() === "desc",
  };
}

function sortRows(rows: Row[], keys: SortKey[], chance: SeededRandom): Row[] {
  const drawn = rows.map((row) => ({ row, tie: chance.float() }));
  drawn.sort((a, b) => {
    for (const { column, descending } of keys) {
      const order = compareValues(a.row[column.name] ?? null, b.row[column.name] ?? null, column);
      if (order !== 0) return descending ? -order : order;
    }
    return a.tie - b.tie;
  });
  return drawn.map(({ row }) => row);
}

/** NULL sorts first, as in SQL Server. */
function compareValues(a: Value, b: Value, column: Column): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (column.type === "decimal") return new Decimal(String(a)).comparedTo(String(b));
  if (typeof a === "string" && typeof b === "string") {
    const [x, y] = [a.toLowerCase(), b.toLowerCase()];
    return x === y ? 0 : x < y ? -1 : 1;
  }
  return Number(a) - Number(b);
}

function takeTop(rows: Row[], topN: string | undefined): Row[] {
  const count = wholeNumber(topN);
  return count > 0 ? rows.slice(0, count) : rows;
}

function takePage(
  rows: Row[],
  { offset, maxrecords }: QueryParameters,
  distortion: ListDistortion,
): Row[] {
  const size = wholeNumber(maxrecords);
  if (size <= 0) return rows;
  const start = Math.max(0, wholeNumber(offset));
  return asFoundAt(rows, start, distortion).slice(start, start + size);
}

/** A parameter that isn't a number counts as absent. */
function wholeNumber(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
