// Tax classes, statuses, currencies, options, geography and classes: what a shop is configured with.
import { declare, type ObjectType } from "./object-type.ts";

const TAX_CLASS = `TaxClassID integer|TaxClassName text(200)|TaxClassDisplayName text(200)
|TaxClassZeroIfIDSupplied boolean?|TaxClassSiteID integer?|TaxClassGUID guid
|TaxClassLastModified datetime`;

const ORDER_STATUS = `StatusID integer|StatusName text(200)|StatusDisplayName text(200)
|StatusOrder integer?|StatusColor text(7)?|StatusEnabled boolean =true
|StatusSendNotification boolean?|StatusOrderIsPaid boolean =false|StatusSiteID integer?
|StatusGUID guid|StatusLastModified datetime`;

const CURRENCY = `CurrencyID integer|CurrencyCode text(200)|CurrencyName text(200)
|CurrencyDisplayName text(200)|CurrencyFormatString text(200)|CurrencyRoundTo integer? =2
|CurrencyEnabled boolean =true|CurrencyIsMain boolean =false|CurrencySiteID integer?
|CurrencyGUID guid|CurrencyLastModified datetime`;

const EXCHANGE_TABLE = `ExchangeTableID integer|ExchangeTableDisplayName text(200)
|ExchangeTableValidFrom datetime?|ExchangeTableValidTo datetime?|ExchangeTableSiteID integer?
|ExchangeTableRateFromGlobalCurrency decimal?|ExchangeTableGUID guid
|ExchangeTableLastModified datetime`;

const PAYMENT_OPTION = `PaymentOptionID integer|PaymentOptionName text(200)
|PaymentOptionDisplayName text(200)|PaymentOptionEnabled boolean =true
|PaymentOptionSucceededOrderStatusID integer?|PaymentOptionAuthorizedOrderStatusID integer?
|PaymentOptionFailedOrderStatusID integer?|PaymentOptionAssemblyName text(200)?
|PaymentOptionClassName text(200)?|PaymentOptionAllowIfNoShipping boolean?
|PaymentOptionSiteID integer?|PaymentOptionGUID guid|PaymentOptionLastModified datetime`;

const SHIPPING_OPTION = `ShippingOptionID integer|ShippingOptionName text(200)
|ShippingOptionDisplayName text(200)|ShippingOptionTaxClassID integer?
|ShippingOptionCarrierID integer?|ShippingOptionCarrierServiceName text(200)?
|ShippingOptionEnabled boolean =true|ShippingOptionSiteID integer?|ShippingOptionGUID guid
|ShippingOptionLastModified datetime`;

const WEBHOOK = `WebhookID integer|WebhookGUID guid|WebhookName text(200)|WebhookUrl text(1000)
|WebhookSecret text(500)|WebhookEvents text(1000)?|WebhookPayload text(10) =thin
|WebhookEnabled boolean =true|WebhookLastModified datetime`;

const taxRate = (name: string, table: string, place: string): ObjectType =>
  declare(name, {
    table,
    columns: `TaxClass${place}ID integer|TaxClassID integer|${place}ID integer|TaxValue decimal`,
    parent: { type: "ecommerce.taxclass", column: "TaxClassID" },
  });

export function configurationTypes(): ObjectType[] {
  return [
    declare("ecommerce.taxclass", {
      table: "COM_TaxClass",
      columns: TAX_CLASS,
      guid: "TaxClassGUID",
      codeName: "TaxClassName",
      site: "TaxClassSiteID",
      modified: "TaxClassLastModified",
    }),
    taxRate("ecommerce.taxclasscountry", "COM_TaxClassCountry", "Country"),
    taxRate("ecommerce.taxclassstate", "COM_TaxClassState", "State"),
    declare("ecommerce.orderstatus", {
      table: "COM_OrderStatus",
      columns: ORDER_STATUS,
      guid: "StatusGUID",
      codeName: "StatusName",
      site: "StatusSiteID",
      modified: "StatusLastModified",
    }),
    declare("ecommerce.currency", {
      table: "COM_Currency",
      columns: CURRENCY,
      guid: "CurrencyGUID",
      codeName: "CurrencyName",
      site: "CurrencySiteID",
      modified: "CurrencyLastModified",
    }),
    declare("ecommerce.exchangetable", {
      table: "COM_ExchangeTable",
      columns: EXCHANGE_TABLE,
      guid: "ExchangeTableGUID",
      site: "ExchangeTableSiteID",
      modified: "ExchangeTableLastModified",
    }),
    ...optionTypes(),
  ];
}

function optionTypes(): ObjectType[] {
  return [
    // The primary key is misspelt in the product.
    declare("ecommerce.exchangerate", {
      table: "COM_CurrencyExchangeRate",
      columns: `ExchagneRateID integer|ExchangeTableID integer|ExchangeRateToCurrencyID integer
|ExchangeRateValue decimal|ExchangeRateGUID guid|ExchangeRateLastModified datetime`,
      guid: "ExchangeRateGUID",
      modified: "ExchangeRateLastModified",
      parent: { type: "ecommerce.exchangetable", column: "ExchangeTableID" },
    }),
    declare("ecommerce.paymentoption", {
      table: "COM_PaymentOption",
      columns: PAYMENT_OPTION,
      guid: "PaymentOptionGUID",
      codeName: "PaymentOptionName",
      site: "PaymentOptionSiteID",
      modified: "PaymentOptionLastModified",
    }),
    declare("ecommerce.shippingoption", {
      table: "COM_ShippingOption",
      columns: SHIPPING_OPTION,
      guid: "ShippingOptionGUID",
      codeName: "ShippingOptionName",
      site: "ShippingOptionSiteID",
      modified: "ShippingOptionLastModified",
    }),
    declare("ecommerce.department", {
      table: "COM_Department",
      columns: `DepartmentID integer|DepartmentName text(200)|DepartmentDisplayName text(200)
|DepartmentDefaultTaxClassID integer?|DepartmentSiteID integer?|DepartmentGUID guid
|DepartmentLastModified datetime`,
      guid: "DepartmentGUID",
      codeName: "DepartmentName",
      site: "DepartmentSiteID",
      modified: "DepartmentLastModified",
    }),
  ];
}

export function systemTypes(): ObjectType[] {
  return [
    // The only table name in lower case.
    declare("cms.country", {
      table: "cms_country",
      columns: `CountryID integer|CountryName text(200)|CountryDisplayName text(200)
|CountryTwoLetterCode text(2)?|CountryThreeLetterCode text(3)?|CountryGUID guid
|CountryLastModified datetime`,
      guid: "CountryGUID",
      codeName: "CountryName",
      modified: "CountryLastModified",
    }),
    declare("cms.state", {
      table: "CMS_State",
      columns: `StateID integer|StateName text(200)|StateDisplayName text(200)
|StateCode text(100)?|CountryID integer|StateGUID guid|StateLastModified datetime`,
      guid: "StateGUID",
      codeName: "StateName",
      modified: "StateLastModified",
      parent: { type: "cms.country", column: "CountryID" },
    }),
    declare("cms.class", {
      table: "CMS_Class",
      columns: `ClassID integer|ClassName text(100)|ClassDisplayName text(100)
|ClassTableName text(100)?|ClassFormDefinition longtext|ClassGUID guid
|ClassLastModified datetime`,
      guid: "ClassGUID",
      codeName: "ClassName",
      modified: "ClassLastModified",
    }),
    declare("ledgerline.webhook", {
      table: "Ledgerline_Webhook",
      columns: WEBHOOK,
      guid: "WebhookGUID",
      codeName: "WebhookName",
      modified: "WebhookLastModified",
    }),
  ];
}
