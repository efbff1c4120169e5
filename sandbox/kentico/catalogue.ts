// What a checkout looks up in the shop's configuration: currency, statuses, options, SKUs and tax rates.
import { ControlError } from "./control-error.ts";
import type { OrderRequest, OrderRequestLine } from "./order-request.ts";
import type { TaxRate } from "./pricing.ts";
import type { Shop } from "./shop.ts";
import type { Actor, Row } from "./tables.ts";

const DEFAULT_TAX_CLASS = "Standard";
/** The rate of `override.unknownTaxClass`: the class is gone, the tax was charged. */
const UNKNOWN_CLASS_PERCENT = "7.5";

/** The row whose code name matches, without regard to case; a ControlError when there is none. */
export function byName(shop: Shop, type: string, name: string): Row {
  const column = type === "ecommerce.currency" ? "CurrencyCode" : codeNameColumn(shop, type);
  const wanted = name.toLowerCase();
  const row = shop.tables.find(type, (each) => String(each[column]).toLowerCase() === wanted);
  if (row === undefined) throw new ControlError(`The shop has no ${type} called ${name}.`);
  return row;
}

function codeNameColumn(shop: Shop, type: string): string {
  const column = shop.tables.typeOf(type)?.codeNameColumn;
  if (column === undefined) throw new TypeError(`${type} has no code name.`);
  return column;
}

export interface Place {
  countryId: number;
  stateId: number | null;
}

/** Country and state by their codes; a ControlError for one the shop doesn't have. */
export function placeOf(shop: Shop, address: { countryCode: string; stateCode?: string }): Place {
  const code = address.countryCode.toUpperCase();
  const country = shop.tables.find("cms.country", (row) => row["CountryTwoLetterCode"] === code);
  if (country === undefined) throw new ControlError(`The shop has no country ${code}.`);
  const countryId = Number(country["CountryID"]);
  if (address.stateCode === undefined) return { countryId, stateId: null };
  const state = shop.tables
    .childrenOf("cms.state", countryId)
    .find((row) => row["StateCode"] === address.stateCode);
  if (state === undefined) throw new ControlError(`${code} has no state ${address.stateCode}.`);
  return { countryId, stateId: Number(state["StateID"]) };
}

export interface TaxContext {
  place: Place;
  /** The customer gave a tax registration id. */
  hasTaxId: boolean;
}

/** The rate of a class at a place: the state's, else the country's, else zero. */
export function taxRateOf(shop: Shop, taxClass: Row, { place, hasTaxId }: TaxContext): TaxRate {
  const className = String(taxClass["TaxClassDisplayName"]);
  if (hasTaxId && taxClass["TaxClassZeroIfIDSupplied"] === true) return { className, percent: "0" };
  const classId = Number(taxClass["TaxClassID"]);
  const state = shop.tables
    .childrenOf("ecommerce.taxclassstate", classId)
    .find((row) => row["StateID"] === place.stateId);
  const country = shop.tables
    .childrenOf("ecommerce.taxclasscountry", classId)
    .find((row) => row["CountryID"] === place.countryId);
  return { className, percent: String((state ?? country)?.["TaxValue"] ?? "0") };
}

export interface CatalogueLine {
  skuId: number;
  tax: TaxRate | null;
}

/** The SKU of a line (created when the shop has none that fits) and the tax it bears. */
export function catalogueLine(
  shop: Shop,
  line: OrderRequestLine,
  { request, taxes, actor }: { request: OrderRequest; taxes: TaxContext; actor: Actor },
): CatalogueLine {
  const vanished = request.override?.unknownTaxClass;
  if (vanished !== undefined) {
    const skuId = skuOf(shop, line, vanishedTaxClassId(shop, vanished, actor), actor);
    return { skuId, tax: { className: vanished, percent: UNKNOWN_CLASS_PERCENT } };
  }
  const taxClass = taxClassOf(shop, line);
  const skuId = skuOf(shop, line, Number(taxClass["TaxClassID"]), actor);
  return { skuId, tax: taxRateOf(shop, taxClass, taxes) };
}

function taxClassOf(shop: Shop, line: OrderRequestLine): Row {
  if (line.taxClass !== undefined) return byName(shop, "ecommerce.taxclass", line.taxClass);
  const sku = shop.tables.find("ecommerce.sku", (row) => row["SKUNumber"] === line.sku);
  const ofSku = shop.tables.get("ecommerce.taxclass", sku ? Number(sku["SKUTaxClassID"]) : null);
  return ofSku ?? byName(shop, "ecommerce.taxclass", DEFAULT_TAX_CLASS);
}

/** SKU numbers aren't unique: the same number in another tax class is another SKU. */
function skuOf(shop: Shop, line: OrderRequestLine, taxClassId: number, actor: Actor): number {
  const known = shop.tables.find(
    "ecommerce.sku",
    (row) => row["SKUNumber"] === line.sku && row["SKUTaxClassID"] === taxClassId,
  );
  const sku = known ?? shop.tables.insert("ecommerce.sku", newSku(shop, line, taxClassId), actor);
  return Number(sku["SKUID"]);
}

function newSku(shop: Shop, line: OrderRequestLine, taxClassId: number): Row {
  return {
    SKUNumber: line.sku,
    SKUName: line.name,
    SKUPrice: line.unitPrice,
    SKUProductType: "PRODUCT",
    SKUTaxClassID: taxClassId,
    SKUAvailableItems: 100,
    SKUSiteID: shop.siteId,
    SKUCreated: shop.tables.now(),
  };
}

/** The id of a class that was deleted after products had been put into it. */
function vanishedTaxClassId(shop: Shop, name: string, actor: Actor): number {
  const values = { TaxClassName: name, TaxClassDisplayName: name, TaxClassSiteID: shop.siteId };
  const row = shop.tables.insert("ecommerce.taxclass", values, actor);
  const id = Number(row["TaxClassID"]);
  shop.tables.remove("ecommerce.taxclass", id, actor);
  return id;
}
