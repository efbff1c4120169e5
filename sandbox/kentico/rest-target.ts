// An address below `/rest`, taken apart (reference section 4), and the rows it speaks of.
import type { FastifyRequest } from "fastify";
import type { ObjectType } from "./object-type.ts";
import type { Shop } from "./shop.ts";
import type { Row } from "./tables.ts";

/** Which rows a route speaks of: those of a site, the global ones (site id null), or every row. */
type Scope = "site" | "global" | "all";

/** An address below `/rest`, taken apart. */
export interface Target {
  type: ObjectType;
  scope: Scope;
  /** Id, GUID or code name of one object. */
  key?: string;
  /** Child type of the object; empty for every child type. */
  childType?: string;
}

/** `/{type}/site/{name}` names the site; every other address takes the site of the host name. */
export function namesKnownSite(shop: Shop, request: FastifyRequest, segments: string[]): boolean {
  const named = segments[1] === "site" ? segments[2] : undefined;
  if (named !== undefined) return named.toLowerCase() === shop.siteName.toLowerCase();
  const { domainAliases } = shop.settings;
  return domainAliases.length === 0 || domainAliases.includes(request.hostname);
}

const SCOPES: Readonly<Record<string, Scope>> = {
  currentsite: "site",
  global: "global",
  all: "all",
};

/** The target of the segments after the type; undefined when no URI template matches. */
export function targetOf(type: ObjectType, [first, ...rest]: string[]): Target | undefined {
  if (first === undefined) return { type, scope: "site" };
  if (first === "site") return rest.length === 0 ? undefined : inScope(type, "site", rest.slice(1));
  const scope = SCOPES[first];
  return scope === undefined ? belowKey(type, first, rest) : inScope(type, scope, rest);
}

function inScope(type: ObjectType, scope: Scope, [key, ...more]: string[]): Target | undefined {
  if (more.length > 0 || (scope === "all" && key !== undefined)) return undefined;
  return { type, scope, key };
}

function belowKey(
  type: ObjectType,
  key: string,
  [word, childType = "", ...more]: string[],
): Target | undefined {
  if (word === undefined) return { type, scope: "site", key };
  if (word !== "children" || more.length > 0) return undefined;
  return { type, scope: "site", key, childType };
}

export function rowsOf(shop: Shop, { type, scope }: Target): Row[] {
  const rows = shop.tables.all(type.name);
  const { siteColumn } = type;
  if (siteColumn === undefined || scope === "all") return rows;
  const siteId = scope === "global" ? null : shop.siteId;
  return rows.filter((row) => row[siteColumn] === siteId);
}

/** An integer is an id, whatever the site; otherwise a GUID or a code name within the scope. */
export function findOne(shop: Shop, target: Target): Row | undefined {
  const { type, key = "" } = target;
  if (/^\d{1,9}$/.test(key)) return shop.tables.get(type.name, Number(key));
  const row = shop.tables.byGuid(type.name, key) ?? byCodeName(shop, target, key);
  const { siteColumn } = type;
  const siteId = target.scope === "global" ? null : shop.siteId;
  return siteColumn === undefined || row?.[siteColumn] === siteId ? row : undefined;
}

function byCodeName(shop: Shop, { type }: Target, name: string): Row | undefined {
  const { codeNameColumn } = type;
  if (codeNameColumn === undefined) return undefined;
  const wanted = name.toLowerCase();
  return shop.tables.find(type.name, (row) => String(row[codeNameColumn]).toLowerCase() === wanted);
}
