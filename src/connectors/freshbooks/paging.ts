// Reads all pages of a list. Pages are numbered and not a snapshot: rows may shift while they are read.

import type { CallContext } from "../../connector-kit/operation.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";
import { callFreshbooks, unusableAnswer } from "./client.ts";
import { includesOf, parseRecord, pathOf, type Resource } from "./resource.ts";

/** FreshBooks caps larger values without a word (quirk 8). */
const rowsPerPage = 100;
/** A list longer than this is an endless one, or a filter that was ignored over a huge account. */
const pagesMax = 2_000;
const readingsMax = 4;

export interface Page {
  rows: Json[];
  /** Number of the last page; 0 for an empty list. */
  pages: number;
  total: number;
}

export type Search = readonly (readonly [name: string, value: string])[];

/** One page of any list with FreshBooks' paging; `plural` is the list's wrapper. */
export async function readPage(
  context: CallContext,
  list: { path: string; plural: string; query: Search; page: number },
): Promise<Page> {
  const result = await callFreshbooks(context, {
    method: "GET",
    path: list.path,
    query: [...list.query, ["page", String(list.page)], ["per_page", String(rowsPerPage)]],
    effect: "read",
  });
  const { pages, total } = result;
  const rows = result[list.plural];
  if (Array.isArray(rows) && typeof pages === "number" && typeof total === "number") {
    return { rows, pages, total };
  }
  throw unusableAnswer("read", `it is not a page of ${list.plural}`);
}

function idOfRow(row: Json): string {
  const record: JsonObject = isJsonObject(row) ? row : {};
  return String(record["id"] ?? record["callbackid"] ?? "");
}

/**
 * All rows, once each; null when rows were taken away or moved meanwhile, so that one may have slipped
 * past. Rows that came in meanwhile are newer than the question.
 */
async function readThrough(
  context: CallContext,
  list: { path: string; plural: string; query: Search },
): Promise<Json[] | null> {
  const rows = new Map<string, Json>();
  let totalAtFirst: number | undefined;
  let total = 0;
  for (let page = 1; page <= pagesMax; page += 1) {
    const answer = await readPage(context, { ...list, page });
    totalAtFirst ??= answer.total;
    if (answer.total < total) return null;
    total = answer.total;
    for (const row of answer.rows) rows.set(idOfRow(row), row);
    if (page >= answer.pages) return rows.size < totalAtFirst ? null : [...rows.values()];
  }
  throw unusableAnswer("read", `the list of ${list.plural} does not end`);
}

/** All rows of a list. Throws UNREADABLE_ANSWER rather than ever returning an incomplete one. */
export async function readAllRows(
  context: CallContext,
  list: { path: string; plural: string; query: Search },
): Promise<Json[]> {
  for (let reading = 1; reading <= readingsMax; reading += 1) {
    const rows = await readThrough(context, list);
    if (rows !== null) return rows;
  }
  throw unusableAnswer("read", `the list of ${list.plural} kept changing, or lacks rows it counts`);
}

/**
 * All records a search finds. Search names FreshBooks does not know are ignored and give everything
 * (quirk 9), so the caller compares every record it uses.
 */
export async function listRecords<Wire>(
  context: CallContext,
  resource: Resource<Wire>,
  search: Search = [],
): Promise<Wire[]> {
  const filters = search.map(([name, value]): [string, string] => [`search[${name}]`, value]);
  const rows = await readAllRows(context, {
    path: pathOf(context, resource),
    plural: resource.plural,
    query: [...filters, ...includesOf(resource)],
  });
  return rows.map((row) => parseRecord(resource, row, "read"));
}

/** As `listRecords`, with deleted records too: a list leaves them out unless asked (quirk 6). */
export async function listRecordsWithDeleted<Wire>(
  context: CallContext,
  resource: Resource<Wire>,
  search: Search,
): Promise<Wire[]> {
  const kept = await listRecords(context, resource, search);
  const deleted = await listRecords(context, resource, [...search, ["vis_state", "1"]]);
  return [...kept, ...deleted];
}
