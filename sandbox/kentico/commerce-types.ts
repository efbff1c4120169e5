// Orders, customers and products: the object types of a shop's daily business (reference section 6).
import { declare, type ObjectType } from "./object-type.ts";

const ORDER = `OrderID integer|OrderGUID guid|OrderInvoiceNumber text(200)?|OrderDate datetime
|OrderLastModified datetime|OrderCustomerID integer|OrderSiteID integer|OrderStatusID integer?
|OrderCurrencyID integer?|OrderPaymentOptionID integer?|OrderShippingOptionID integer?
|OrderTotalPrice decimal =0|OrderTotalPriceInMainCurrency decimal?|OrderGrandTotal decimal =0
|OrderGrandTotalInMainCurrency decimal?|OrderTotalShipping decimal?|OrderTotalTax decimal =0
|OrderTaxSummary xml?|OrderDiscounts xml?|OrderOtherPayments xml?|OrderCouponCodes xml?
|OrderIsPaid boolean?|OrderPaymentResult xml?|OrderCustomData xml?|OrderNote longtext?
|OrderInvoice longtext?|OrderTrackingNumber text(100)?|OrderCulture text(50)?
|OrderCreatedByUserID integer?`;

const ORDER_ITEM = `OrderItemID integer|OrderItemOrderID integer|OrderItemGuid guid
|OrderItemSKUID integer|OrderItemSKUName text(450)|OrderItemUnitCount integer
|OrderItemUnitPrice decimal|OrderItemTotalPrice decimal|OrderItemTotalPriceInMainCurrency decimal?
|OrderItemProductDiscounts xml?|OrderItemDiscountSummary xml?|OrderItemParentGuid guid?
|OrderItemBundleGUID guid?|OrderItemText longtext?|OrderItemCustomData xml?
|OrderItemValidTo datetime?|OrderItemSendNotification boolean?|OrderItemLastModified datetime`;

const ORDER_ADDRESS = `AddressID integer|AddressOrderID integer|AddressType integer =0
|AddressPersonalName text(200)|AddressLine1 text(100)|AddressLine2 text(100)?
|AddressCity text(100)|AddressZip text(20)|AddressPhone text(26)?|AddressCountryID integer
|AddressStateID integer?|AddressGUID guid|AddressLastModified datetime`;

const ADDRESS = `AddressID integer|AddressName text(200)|AddressPersonalName text(200)
|AddressLine1 text(100)|AddressLine2 text(100)?|AddressCity text(100)|AddressZip text(20)
|AddressCountryID integer|AddressStateID integer?|AddressPhone text(26)?
|AddressCustomerID integer|AddressGUID guid|AddressLastModified datetime`;

const CUSTOMER = `CustomerID integer|CustomerGUID guid|CustomerFirstName text(200)
|CustomerLastName text(200)|CustomerEmail text(254)?|CustomerPhone text(26)?
|CustomerFax text(50)?|CustomerCompany text(200)?|CustomerOrganizationID text(50)?
|CustomerTaxRegistrationID text(50)?|CustomerUserID integer?|CustomerSiteID integer?
|CustomerCreated datetime?|CustomerLastModified datetime?`;

const SKU = `SKUID integer|SKUGUID guid|SKUNumber text(200)?|SKUName text(440)|SKUPrice decimal
|SKURetailPrice decimal?|SKUEnabled boolean =true|SKUProductType text(50)? =PRODUCT
|SKUParentSKUID integer?|SKUOptionCategoryID integer?|SKUTaxClassID integer?
|SKUDepartmentID integer?|SKUShortDescription longtext?|SKUDescription longtext?
|SKUImagePath text(450)?|SKUAvailableItems integer?|SKUTrackInventory text(50) =Disabled
|SKUSellOnlyAvailable boolean?|SKUReorderAt integer?|SKUNeedsShipping boolean?|SKUWeight double?
|SKUMinItemsInOrder integer?|SKUMaxItemsInOrder integer?|SKUSiteID integer?
|SKUBundleInventoryType text(50)?|SKUCustomData xml?|SKUCreated datetime?
|SKULastModified datetime`;

export function commerceTypes(): ObjectType[] {
  return [
    declare("ecommerce.order", {
      table: "COM_Order",
      columns: ORDER,
      guid: "OrderGUID",
      site: "OrderSiteID",
      modified: "OrderLastModified",
    }),
    declare("ecommerce.orderitem", {
      table: "COM_OrderItem",
      columns: ORDER_ITEM,
      guid: "OrderItemGuid",
      modified: "OrderItemLastModified",
      parent: { type: "ecommerce.order", column: "OrderItemOrderID" },
    }),
    declare("ecommerce.orderaddress", {
      table: "COM_OrderAddress",
      columns: ORDER_ADDRESS,
      guid: "AddressGUID",
      modified: "AddressLastModified",
      parent: { type: "ecommerce.order", column: "AddressOrderID" },
    }),
    declare("ecommerce.orderstatususer", {
      table: "COM_OrderStatusUser",
      columns: `OrderStatusUserID integer|OrderID integer|FromStatusID integer?
|ToStatusID integer|ChangedByUserID integer?|Date datetime|Note longtext?`,
      parent: { type: "ecommerce.order", column: "OrderID" },
    }),
    declare("ecommerce.customer", {
      table: "COM_Customer",
      columns: CUSTOMER,
      guid: "CustomerGUID",
      site: "CustomerSiteID",
      modified: "CustomerLastModified",
    }),
    declare("ecommerce.address", {
      table: "COM_Address",
      columns: ADDRESS,
      guid: "AddressGUID",
      modified: "AddressLastModified",
      parent: { type: "ecommerce.customer", column: "AddressCustomerID" },
    }),
    declare("ecommerce.sku", {
      table: "COM_SKU",
      columns: SKU,
      guid: "SKUGUID",
      site: "SKUSiteID",
      modified: "SKULastModified",
    }),
  ];
}
