// The shop as it is after its installation: geography, currencies, tax classes, statuses, options, products.
// Site objects and global objects (site id null) are mixed on purpose: a client must read both lists.
import { describeClasses } from "./form-definition.ts";
import { countries, states } from "./geography.ts";
import { parseColumn } from "./object-type.ts";
import type { Shop } from "./shop.ts";
import type { Actor, Row } from "./tables.ts";
import { addTaxClass, seedTaxClasses } from "./tax-classes.ts";

const installer: Actor = { userId: 53, origin: "admin" };

export function seedShop(shop: Shop): void {
  // The column a shop's developer adds so that an integration can write back.
  shop.tables.addColumn(
    "ecommerce.order",
    parseColumn("OrderFreshBooksInvoiceID text(50)?", false),
  );
  seedGeography(shop);
  seedCurrencies(shop);
  for (const taxClass of seedTaxClasses) addTaxClass(shop, taxClass);
  seedStatuses(shop);
  seedOptions(shop);
  seedProducts(shop);
  describeClasses(shop);
  shop.tables.startIdsAt("ecommerce.order", 1_001);
  shop.tables.startIdsAt("ecommerce.customer", 71);
}

function insert(shop: Shop, type: string, values: Row): Row {
  return shop.tables.insert(type, values, installer);
}

function seedGeography(shop: Shop): void {
  for (const [name, displayName, two, three] of countries) {
    const country = insert(shop, "cms.country", {
      CountryName: name,
      CountryDisplayName: displayName,
      CountryTwoLetterCode: two,
      CountryThreeLetterCode: three,
    });
    for (const [code, stateName] of states[two] ?? []) {
      insert(shop, "cms.state", {
        StateName: `${name}_${stateName.replaceAll(" ", "")}`,
        StateDisplayName: stateName,
        StateCode: code,
        CountryID: Number(country["CountryID"]),
      });
    }
  }
}

/** Code, name, `CurrencyRoundTo`, price of one unit in USD. */
const currencies: readonly (readonly [string, string, number, string])[] = [
  ["USD", "U.S. dollar", 2, "1"],
  ["EUR", "Euro", 2, "1.0880"],
  ["GBP", "Pound sterling", 2, "1.2700"],
  ["CAD", "Canadian dollar", 2, "0.7200"],
  ["JPY", "Japanese yen", 0, "0.0067"],
  ["KWD", "Kuwaiti dinar", 3, "3.2500"],
  ["CZK", "Czech crown", 2, "0.0430"],
];

function seedCurrencies(shop: Shop): void {
  const table = insert(shop, "ecommerce.exchangetable", {
    ExchangeTableDisplayName: "Current rates",
    ExchangeTableSiteID: shop.siteId,
  });
  for (const [code, name, digits, rate] of currencies) {
    const currency = insert(shop, "ecommerce.currency", {
      CurrencyCode: code,
      CurrencyName: code,
      CurrencyDisplayName: name,
      CurrencyFormatString: `{0:F${digits}} ${code}`,
      CurrencyRoundTo: digits,
      CurrencyIsMain: code === "USD",
      CurrencySiteID: shop.siteId,
    });
    if (code === "USD") continue;
    insert(shop, "ecommerce.exchangerate", {
      ExchangeTableID: Number(table["ExchangeTableID"]),
      ExchangeRateToCurrencyID: Number(currency["CurrencyID"]),
      ExchangeRateValue: rate,
    });
  }
}

function seedStatuses(shop: Shop): void {
  const names = ["New", "PaymentReceived", "Completed", "Canceled"];
  names.forEach((name, index) => {
    insert(shop, "ecommerce.orderstatus", {
      StatusName: name,
      StatusDisplayName: name.replace(/(?<=[a-z])(?=[A-Z])/, " "),
      StatusOrder: index + 1,
      StatusOrderIsPaid: name === "PaymentReceived",
      StatusSiteID: shop.siteId,
    });
  });
}

function seedOptions(shop: Shop): void {
  const paid = shop.tables.find(
    "ecommerce.orderstatus",
    (row) => row["StatusName"] === "PaymentReceived",
  );
  for (const [name, displayName] of [
    ["Card", "Credit card"],
    ["PayPal", "PayPal"],
    ["BankTransfer", "Bank transfer"],
    ["CashOnDelivery", "Cash on delivery"],
    ["PurchaseOrder", "Purchase order"],
  ] as const) {
    insert(shop, "ecommerce.paymentoption", {
      PaymentOptionName: name,
      PaymentOptionDisplayName: displayName,
      PaymentOptionSucceededOrderStatusID: Number(paid?.["StatusID"]),
      PaymentOptionSiteID: shop.siteId,
    });
  }
  for (const [name, taxClassName] of [
    ["Standard", "Standard"],
    ["Express", "Standard"],
    ["PickUp", null],
  ] as const) {
    insert(shop, "ecommerce.shippingoption", {
      ShippingOptionName: name,
      ShippingOptionDisplayName: `${name} delivery`,
      ShippingOptionTaxClassID: taxClassName && taxClassId(shop, taxClassName),
      ShippingOptionSiteID: shop.siteId,
    });
  }
}

function taxClassId(shop: Shop, name: string): number | null {
  const row = shop.tables.find("ecommerce.taxclass", (each) => each["TaxClassName"] === name);
  return row === undefined ? null : Number(row["TaxClassID"]);
}

/** SKU number, name, price, tax class. */
const products: readonly (readonly [string, string, string, string])[] = [
  ["ETH-1", "Ethiopia", "12.95", "Food"],
  ["COL-1", "Colombia", "11.40", "Food"],
  ["KEN-1", "Kenya AA", "14.80", "Food"],
  ["GRI-1", "Grinder", "189.00", "Standard"],
  ["AER-1", "AeroPress", "34.95", "Standard"],
  ["FIL-100", "Paper filters, 100", "4.45", "Sales"],
  ["MUG-1", "Mug", "9.99", "Standard"],
  ["BOOK-1", "Brewing handbook", "12.50", "Reduced"],
  ["CAT-1", "Printed catalogue", "7.49", "Zero"],
];

function seedProducts(shop: Shop): void {
  const department = insert(shop, "ecommerce.department", {
    DepartmentName: "Coffee",
    DepartmentDisplayName: "Coffee",
    DepartmentDefaultTaxClassID: taxClassId(shop, "Food"),
    DepartmentSiteID: shop.siteId,
  });
  for (const [number, name, price, taxClass] of products) {
    insert(shop, "ecommerce.sku", {
      SKUNumber: number,
      SKUName: name,
      SKUPrice: price,
      SKUTaxClassID: taxClassId(shop, taxClass),
      SKUDepartmentID: Number(department["DepartmentID"]),
      SKUAvailableItems: 1_000,
      SKUTrackInventory: "ByProduct",
      SKUSiteID: shop.siteId,
      SKUCreated: shop.tables.now(),
    });
  }
}
