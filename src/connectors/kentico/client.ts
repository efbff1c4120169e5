// The REST service of Kentico Xperience 13 (`/rest/...`), one function per kind of call. Knows its
// addresses and wrappers; knows nothing of orders.

import type { z } from "zod";
import type { HttpAnswer, HttpClient, HttpRequest } from "../../connector-kit/http.ts";
import type { CallContext } from "../../connector-kit/operation.ts";
import { type CallEffect, codeOf } from "../../core/call-outcome.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { refusalOf } from "./refusals.ts";
import { kenticoSettingsOf } from "./settings.ts";
import {
  type Collection,
  readCollection,
  readRecord,
  unexpected,
  wholeCollection,
} from "./wrappers.ts";

/** Rows of the connection's site, or the global ones every site shares (site id null). */
export type Scope = "site" | "global";

export interface ListQuery {
  /** Object type, such as "ecommerce.order". */
  type: string;
  scope: Scope;
  where?: string;
  orderBy?: string;
  columns?: readonly string[];
  /** Page size; all rows when absent. */
  limit?: number;
}

export interface ObjectKey {
  type: string;
  /** Integer id (found whatever its site) or GUID. */
  id: string;
}

function scopePath(scope: Scope, siteName: string): string {
  if (scope === "global") return "global";
  return siteName === "" ? "currentsite" : `site/${encodeURIComponent(siteName)}`;
}

function listParameters(query: Omit<ListQuery, "type" | "scope">): [string, string][] {
  const { where, orderBy, columns, limit } = query;
  return [
    ["format", "json"],
    ...(where === undefined ? [] : [["where", where] as [string, string]]),
    ...(orderBy === undefined ? [] : [["orderby", orderBy] as [string, string]]),
    ...(columns === undefined ? [] : [["columns", columns.join(",")] as [string, string]]),
    ...(limit === undefined
      ? []
      : ([
          ["offset", "0"],
          ["maxrecords", String(limit)],
        ] as [string, string][])),
  ];
}

function objectPath({ type, id }: ObjectKey): string {
  return `/rest/${type}/${encodeURIComponent(id)}`;
}

async function send(http: HttpClient, request: HttpRequest, what: string): Promise<HttpAnswer> {
  const answer = await http.send(request);
  const refusal = refusalOf(answer, request.effect, what);
  if (refusal) throw refusal;
  return answer;
}

/** Rows of a type. Throws NOT_PERMITTED, REFUSED_BY_SYSTEM (a column does not exist). */
export async function listObjects(context: CallContext, query: ListQuery): Promise<Collection> {
  const { siteName } = kenticoSettingsOf(context.settings);
  const path = `/rest/${query.type}/${scopePath(query.scope, siteName)}`;
  const request: HttpRequest = {
    method: "GET",
    path,
    query: listParameters(query),
    effect: "read",
  };
  const answer = (await send(context.http, request, `the list of ${query.type}`)).json();
  return query.limit === undefined ? wholeCollection(answer) : readCollection(answer);
}

/** All rows of a type that belongs to no site, such as cms.country. */
export async function listShared(
  { http }: CallContext,
  query: { type: string; where?: string; columns?: readonly string[]; all?: boolean },
): Promise<Collection> {
  const path = query.all ? `/rest/${query.type}/all` : `/rest/${query.type}`;
  const request: HttpRequest = {
    method: "GET",
    path,
    query: listParameters(query),
    effect: "read",
  };
  return wholeCollection((await send(http, request, `the list of ${query.type}`)).json());
}

/** Rows of a child type below one object. */
export async function listChildren(
  { http }: CallContext,
  parent: ObjectKey,
  childType: string,
): Promise<Collection> {
  const path = `${objectPath(parent)}/children/${childType}`;
  const request: HttpRequest = { method: "GET", path, query: listParameters({}), effect: "read" };
  return wholeCollection((await send(http, request, `${parent.type} ${parent.id}`)).json());
}

/** Whether a record is the one asked for, by the names Kentico gives keys: SKUID and SKUGUID of a SKU. */
function isAskedFor(record: JsonObject, { type, id }: ObjectKey): boolean {
  const name = type.split(".").at(-1) ?? "";
  const column = `${name}${/^\d+$/.test(id) ? "id" : "guid"}`;
  const key = Object.entries(record).find(([each]) => each.toLowerCase() === column)?.[1];
  return key === undefined || String(key).toLowerCase() === id.toLowerCase();
}

/** One object. Throws RECORD_NOT_FOUND; UNREADABLE_ANSWER for somebody else's, from a broken cache. */
export async function getObject({ http }: CallContext, key: ObjectKey): Promise<JsonObject> {
  const request: HttpRequest = {
    method: "GET",
    path: objectPath(key),
    query: [["format", "json"]],
    effect: "read",
  };
  const record = readRecord((await send(http, request, `${key.type} ${key.id}`)).json());
  if (!isAskedFor(record, key)) throw unexpected(`${key.type} ${key.id}`);
  return record;
}

/** Changes the given columns only; Kentico answers 201 with the object's id and GUID. */
export async function putObject(
  { http }: CallContext,
  key: ObjectKey,
  columns: JsonObject,
): Promise<JsonObject> {
  const request: HttpRequest = {
    method: "PUT",
    path: objectPath(key),
    query: [["format", "json"]],
    json: columns,
    effect: "update",
  };
  return readRecord((await send(http, request, `${key.type} ${key.id}`)).json(), "update");
}

/** Creates an object on the connection's site and answers its id and GUID. */
export async function postObject(
  { http, settings }: CallContext,
  type: string,
  columns: JsonObject,
): Promise<JsonObject> {
  const { siteName } = kenticoSettingsOf(settings);
  const request: HttpRequest = {
    method: "POST",
    path: `/rest/${type}/${scopePath("site", siteName)}`,
    query: [["format", "json"]],
    json: columns,
    effect: "create",
  };
  return readRecord((await send(http, request, `a new ${type}`)).json(), "create");
}

/** The service document: AtomPub XML that lists the object types this user may read. */
export async function getServiceDocument({ http }: CallContext): Promise<string> {
  const request: HttpRequest = { method: "GET", path: "/rest", effect: "read" };
  return (await send(http, request, "the REST service")).text;
}

/**
 * Checks a record against its wire schema. Throws MESSAGE_INVALID naming the column; OUTCOME_UNKNOWN when
 * the record is what a write answered.
 */
export function asRow<T>(
  schema: z.ZodType<T>,
  record: unknown,
  what: string,
  effect: CallEffect = "read",
): T {
  const parsed = schema.safeParse(record);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new IntegrationError(
    effect === "read" ? "MESSAGE_INVALID" : codeOf(effect, { kind: "unusable" }),
    `Kentico's ${what} is not as expected: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}.`,
    { details: { what, issues: parsed.error.issues.slice(0, 20) } },
  );
}
