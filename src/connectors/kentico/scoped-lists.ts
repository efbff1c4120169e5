// Lists of types whose rows belong to one site or to all (`...SiteID` null). Kentico lists the two
// apart (Kentico quirk 7).

import type { CallContext } from "../../connector-kit/operation.ts";
import { ensureError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { type ListQuery, listObjects } from "./client.ts";

type UnscopedQuery = Omit<ListQuery, "scope">;

/** Global rows; none for a user who may not see them, as a user of one site need not. */
export async function listGlobal(
  context: CallContext,
  query: UnscopedQuery,
): Promise<JsonObject[]> {
  try {
    return (await listObjects(context, { ...query, scope: "global" })).records;
  } catch (thrown) {
    if (ensureError(thrown).code === "NOT_PERMITTED") return [];
    throw thrown;
  }
}

/** Rows of the site and global rows together. */
export async function listSiteAndGlobal(
  context: CallContext,
  query: UnscopedQuery,
): Promise<JsonObject[]> {
  const [site, shared] = await Promise.all([
    listObjects(context, { ...query, scope: "site" }),
    listGlobal(context, query),
  ]);
  return [...site.records, ...shared];
}
