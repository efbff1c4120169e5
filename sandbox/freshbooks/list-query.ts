// Reads a list's query (`page`, `per_page`, `sort`, `search[...]`, `include[]`) and applies it to rows.
// Filters and sorts that a resource does not know are ignored without a word (quirk 13).
import { Decimal } from "decimal.js";
import {
  asFoundAt,
  type ListDistortion,
  noDistortion,
  totalAsTold,
} from "../kit/list-distortion.ts";
import { easternDate, isDay } from "./eastern-time.ts";
import type { Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";

export interface ListQuery {
  page: number;
  perPage: number;
  sort: string | null;
  includes: ReadonlySet<string>;
  /** `search` keys with their values; a key written `x[]` holds several and is kept without the brackets. */
  search: ReadonlyMap<string, readonly string[]>;
}

type RowTest<Fields> = (row: Row<Fields>) => boolean;

/** Makes the test of a filter from its values; throws a Refusal for values that cannot be read. */
export type Filter<Fields> = (values: readonly string[], key: string) => RowTest<Fields>;

export type Filters<Fields> = Readonly<Record<string, Filter<Fields>>>;

const perPageDefault = 15;
const perPageMax = 100;

export function parseListQuery(url: string): ListQuery {
  const parameters = new URL(url, "http://sandbox").searchParams;
  const search = new Map<string, string[]>();
  for (const [name, value] of parameters) {
    const key = /^search\[([^\]]+)\](\[\])?$/.exec(name)?.[1];
    if (key !== undefined) search.set(key, [...(search.get(key) ?? []), value]);
  }
  const page = wholeNumber(parameters.get("page"), 1, 1014);
  const perPage = wholeNumber(parameters.get("per_page"), perPageDefault, 1013);
  return {
    page: Math.max(1, page),
    perPage: perPage === 0 ? perPageDefault : Math.min(perPage, perPageMax),
    sort: parameters.get("sort"),
    includes: parseIncludes(parameters),
    search,
  };
}

export function includesOf(url: string): ReadonlySet<string> {
  return parseIncludes(new URL(url, "http://sandbox").searchParams);
}

function parseIncludes(parameters: URLSearchParams): ReadonlySet<string> {
  return new Set([...parameters.getAll("include[]"), ...parameters.getAll("include")]);
}

function wholeNumber(given: string | null, fallback: number, errno: 1013 | 1014): number {
  if (given === null || given === "") return fallback;
  if (/^\d+$/.test(given)) return Number(given);
  const field = errno === 1013 ? "per_page" : "page";
  throw unprocessable(errno, `Invalid value for '${field}'.`, { field, value: given });
}

export interface Selection<Fields> {
  query: ListQuery;
  filters: Filters<Fields>;
  sorts: Readonly<Record<string, (row: Row<Fields>) => string>>;
  /** The order when no sort is asked for; newest first when absent. */
  order?: (a: Row<Fields>, b: Row<Fields>) => number;
}

/** Filtered and sorted rows; deleted ones only when `search[vis_state]` asks for them. */
export function selectRows<Fields>(
  rows: Iterable<Row<Fields>>,
  selection: Selection<Fields>,
): Row<Fields>[] {
  const { query, filters } = selection;
  const visStates = query.search.get("vis_state");
  const tests = [...query.search].flatMap(([key, values]) =>
    Object.hasOwn(filters, key) ? (filters[key]?.(values, key) ?? []) : [],
  );
  const selected = [...rows].filter(
    (row) =>
      (visStates ? visStates.includes(String(row.visState)) : row.visState !== 1) &&
      tests.every((test) => test(row)),
  );
  return sortRows(selected, selection);
}

/** Newest first; a malformed sort such as `updated:asc` gives oldest first (quirk 14). */
function sortRows<Fields>(rows: Row<Fields>[], selection: Selection<Fields>): Row<Fields>[] {
  const { query, sorts, order } = selection;
  if (order && query.sort === null) return rows.sort(order);
  const [, key, direction] = /^(\w+)_(asc|desc)$/.exec(query.sort ?? "id_desc") ?? [];
  if (key === undefined) return rows.sort((a, b) => a.id - b.id);
  const columnOf = Object.hasOwn(sorts, key) ? sorts[key] : undefined;
  if (!columnOf) return rows.sort((a, b) => b.id - a.id);
  const sign = direction === "asc" ? 1 : -1;
  return rows.sort((a, b) => sign * columnOf(a).localeCompare(columnOf(b)) || b.id - a.id);
}

export interface Page<Item> {
  items: Item[];
  page: number;
  pages: number;
  per_page: number;
  total: number;
}

/** An empty list has zero pages; beyond the last page there is nothing (quirk 15). */
export function pageOf<Item>(
  rows: readonly Item[],
  { page, perPage }: ListQuery,
  distortion: ListDistortion = noDistortion,
): Page<Item> {
  const offset = (page - 1) * perPage;
  return {
    items: asFoundAt(rows, offset, distortion).slice(offset, offset + perPage),
    page,
    pages: Math.ceil(rows.length / perPage),
    per_page: perPage,
    total: totalAsTold(rows.length, distortion),
  };
}

/** Equals one of the given values, letter by letter. */
export function equals<Fields>(columnOf: (row: Row<Fields>) => unknown): Filter<Fields> {
  return (values) => (row) => values.includes(String(columnOf(row)));
}

/** As `equals`, for numbers: other values are refused. */
export function equalsNumber<Fields>(columnOf: (row: Row<Fields>) => unknown): Filter<Fields> {
  return (values, key) => {
    for (const value of values) requireNumber(value, key);
    return (row) => values.includes(String(columnOf(row)));
  };
}

/** Contains one of the given texts, whatever the case. */
export function contains<Fields>(columnOf: (row: Row<Fields>) => string | null): Filter<Fields> {
  return (values) => {
    const wanted = values.map((value) => value.toLowerCase());
    return (row) => wanted.some((text) => (columnOf(row) ?? "").toLowerCase().includes(text));
  };
}

export function isTrue<Fields>(columnOf: (row: Row<Fields>) => boolean): Filter<Fields> {
  return (values, key) => {
    const wanted = values[0];
    if (wanted === "true" || wanted === "false") return (row) => String(columnOf(row)) === wanted;
    throw unprocessable(1032, `The filter '${key}' must be true or false.`, { field: key });
  };
}

/** Days from `_min` (inclusive) to `_max` (exclusive). */
export function dayRange<Fields>(
  name: string,
  columnOf: (row: Row<Fields>) => string,
): Filters<Fields> {
  return {
    [`${name}_min`]: ([value], key) => {
      const day = requireDay(value, key);
      return (row) => columnOf(row) >= day;
    },
    [`${name}_max`]: ([value], key) => {
      const day = requireDay(value, key);
      return (row) => columnOf(row) < day;
    },
  };
}

/** `updated_min` and `updated_max` compare Eastern days, not moments (quirk 11). */
export function updatedRange<Fields>(): Filters<Fields> {
  return dayRange("updated", (row) => easternDate(row.updatedAt));
}

/** Amounts from `_min` (inclusive) to `_max` (exclusive). */
export function amountRange<Fields>(
  name: string,
  columnOf: (row: Row<Fields>) => string | null,
): Filters<Fields> {
  return {
    [`${name}_min`]: ([value], key) => {
      const least = requireNumber(value, key);
      return (row) => new Decimal(columnOf(row) ?? 0).gte(least);
    },
    [`${name}_max`]: ([value], key) => {
      const limit = requireNumber(value, key);
      return (row) => new Decimal(columnOf(row) ?? 0).lt(limit);
    },
  };
}

function requireNumber(value: string | undefined, key: string): Decimal {
  if (value !== undefined && /^-?\d+(\.\d+)?$/.test(value)) return new Decimal(value);
  throw unprocessable(1024, `The filter '${key}' must be a number.`, { field: key, value });
}

/** A moment is cut to its day, since the day is all the filter looks at. */
function requireDay(value: string | undefined, key: string): string {
  const dayPart = (value ?? "").slice(0, 10);
  if (isDay(dayPart)) return dayPart;
  throw unprocessable(1023, `The filter '${key}' must be a date.`, { field: key, value });
}
