// SKUs of order lines, with their parents: REST answers raw columns, so what a variant inherits from
// its parent in Kentico's own code must be looked up here (Kentico quirk 13).

import type { CallContext } from "../../connector-kit/operation.ts";
import type { JsonObject } from "../../core/json.ts";
import { asRow, listObjects } from "./client.ts";
import { listGlobal } from "./scoped-lists.ts";
import { isOneOf } from "./where-clause.ts";
import { type SkuOfLine, skuOfLine } from "./wire/sku.ts";

/** Keeps an address below IIS's limit of 2,048 characters for a query. */
const idsPerCall = 100;

export type SkusById = ReadonlyMap<number, SkuOfLine>;

async function readChunk(context: CallContext, ids: readonly number[]): Promise<JsonObject[]> {
  const columns = Object.keys(skuOfLine.shape);
  const query = { type: "ecommerce.sku", columns, where: isOneOf("SKUID", ids) };
  const site = await listObjects(context, { ...query, scope: "site" });
  const found = new Set(site.records.map((record) => record["SKUID"]));
  const others = ids.filter((id) => !found.has(id));
  if (others.length === 0) return site.records;
  const shared = await listGlobal(context, { ...query, where: isOneOf("SKUID", others) });
  return [...site.records, ...shared];
}

async function readAll(context: CallContext, ids: readonly number[]): Promise<SkuOfLine[]> {
  const starts = ids.flatMap((_, index) => (index % idsPerCall === 0 ? [index] : []));
  const chunks = await Promise.all(
    starts.map((start) => readChunk(context, ids.slice(start, start + idsPerCall))),
  );
  return chunks.flat().map((record) => asRow(skuOfLine, record, "SKU"));
}

function lacksInherited(sku: SkuOfLine): boolean {
  return (sku.SKUTaxClassID ?? null) === null || (sku.SKUNumber ?? null) === null;
}

/** The same SKUs by id, each completed from its parent. */
export async function completeSkus(
  context: CallContext,
  skus: readonly SkuOfLine[],
): Promise<SkusById> {
  const parentIds = skus
    .filter(lacksInherited)
    .flatMap(({ SKUParentSKUID }) => (SKUParentSKUID ? [SKUParentSKUID] : []));
  const parents = await readAll(context, [...new Set(parentIds)]);
  const parentById = new Map(parents.map((parent) => [parent.SKUID, parent]));
  return new Map(
    skus.map((sku) => [sku.SKUID, inheriting(sku, parentById.get(sku.SKUParentSKUID ?? 0))]),
  );
}

/** SKUs by id, completed from their parents; a SKU that was deleted is not in the map. */
export async function readSkus(context: CallContext, ids: readonly number[]): Promise<SkusById> {
  return completeSkus(context, await readAll(context, [...new Set(ids)]));
}

function inheriting(sku: SkuOfLine, parent: SkuOfLine | undefined): SkuOfLine {
  return {
    ...sku,
    SKUNumber: sku.SKUNumber ?? parent?.SKUNumber ?? null,
    SKUTaxClassID: sku.SKUTaxClassID ?? parent?.SKUTaxClassID ?? null,
  };
}
