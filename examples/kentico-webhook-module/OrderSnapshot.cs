// The state of an order for subscriptions with `fat` payloads. Names are Kentico's column names.
using System;
using System.Globalization;
using System.Linq;

using CMS.DataEngine;
using CMS.Ecommerce;
using CMS.Globalization;

using Newtonsoft.Json.Linq;

namespace Ledgerline.KenticoWebhooks
{
    public static class OrderSnapshot
    {
        public static JObject Of(OrderInfo order)
        {
            return new JObject
            {
                ["order"] = Order(order),
                ["items"] = new JArray(Items(order)),
                ["customer"] = Customer(CustomerInfo.Provider.Get(order.OrderCustomerID)),
                ["addresses"] = new JArray(Addresses(order)),
                ["payment"] = Payment(order.OrderPaymentResult),
            };
        }

        private static JObject Order(OrderInfo order)
        {
            var status = OrderStatusInfo.Provider.Get(order.OrderStatusID);
            var currency = CurrencyInfo.Provider.Get(order.OrderCurrencyID);
            return new JObject
            {
                ["OrderID"] = order.OrderID,
                ["OrderInvoiceNumber"] = order.OrderInvoiceNumber,
                ["OrderDateUtc"] = EventEnvelope.Utc(order.OrderDate),
                ["OrderStatusName"] = status?.StatusName,
                ["OrderStatusOrderIsPaid"] = status?.StatusOrderIsPaid,
                ["OrderIsPaid"] = order.OrderIsPaid,
                ["CurrencyCode"] = currency?.CurrencyCode,
                ["CurrencyRoundTo"] = currency?.CurrencyRoundTo,
                ["MainCurrencyCode"] = CurrencyInfoProvider.GetMainCurrencyCode(order.OrderSiteID),
                ["PricesIncludeTax"] = SettingsKeyInfoProvider.GetBoolValue("CMSIncludeTaxInPrices", order.OrderSiteID),
                ["OrderTotalPrice"] = Money(order.OrderTotalPrice),
                ["OrderGrandTotal"] = Money(order.OrderGrandTotal),
                ["OrderTotalTax"] = Money(order.OrderTotalTax),
                ["OrderTotalShipping"] = Money(order.OrderTotalShipping),
                ["TaxSummary"] = Summary(order.OrderTaxSummary),
                ["Discounts"] = Summary(order.OrderDiscounts),
                ["OtherPayments"] = Summary(order.OrderOtherPayments),
                ["CouponCodes"] = new JArray(order.OrderCouponCodes.AllAppliedCodes.Select(coupon => coupon.Code)),
                ["PaymentOptionName"] = PaymentOptionInfo.Provider.Get(order.OrderPaymentOptionID)?.PaymentOptionName,
                ["ShippingOptionName"] = ShippingOptionInfo.Provider.Get(order.OrderShippingOptionID)?.ShippingOptionName,
                ["CustomData"] = CustomData(order),
                ["CustomColumns"] = new JObject(),
            };
        }

        private static JObject[] Items(OrderInfo order)
        {
            return OrderItemInfo.Provider.Get()
                .WhereEquals(nameof(OrderItemInfo.OrderItemOrderID), order.OrderID)
                .ToList()
                .Select(Item)
                .ToArray();
        }

        private static JObject Item(OrderItemInfo item)
        {
            var sku = SKUInfo.Provider.Get(item.OrderItemSKUID);
            var taxClass = sku == null ? null : TaxClassInfo.Provider.Get(sku.SKUTaxClassID);
            return new JObject
            {
                ["OrderItemGuid"] = item.OrderItemGUID.ToString(),
                ["OrderItemSKUID"] = item.OrderItemSKUID,
                ["SKUNumber"] = sku?.SKUNumber,
                ["OrderItemSKUName"] = item.OrderItemSKUName,
                ["OrderItemUnitCount"] = item.OrderItemUnitCount,
                ["OrderItemUnitPrice"] = Money(item.OrderItemUnitPrice),
                ["OrderItemTotalPrice"] = Money(item.OrderItemTotalPrice),
                ["TaxClassName"] = taxClass?.TaxClassName,
                ["ParentGuid"] = GuidOrNull(item.OrderItemParentGUID),
                ["BundleGuid"] = GuidOrNull(item.OrderItemBundleGUID),
                ["Text"] = item.OrderItemText,
            };
        }

        private static JToken Customer(CustomerInfo customer)
        {
            if (customer == null)
            {
                return JValue.CreateNull();
            }
            return new JObject
            {
                ["CustomerID"] = customer.CustomerID,
                ["CustomerGUID"] = customer.CustomerGUID.ToString(),
                ["CustomerEmail"] = customer.CustomerEmail,
                ["CustomerFirstName"] = customer.CustomerFirstName,
                ["CustomerLastName"] = customer.CustomerLastName,
                ["CustomerCompany"] = customer.CustomerCompany,
                ["CustomerTaxRegistrationID"] = customer.CustomerTaxRegistrationID,
                ["IsRegistered"] = customer.CustomerUserID > 0,
            };
        }

        private static JObject[] Addresses(OrderInfo order)
        {
            return OrderAddressInfo.Provider.Get()
                .WhereEquals("AddressOrderID", order.OrderID)
                .ToList()
                .Select(address => new JObject
                {
                    ["AddressType"] = ((AddressType)address.AddressType).ToString(),
                    ["AddressPersonalName"] = address.AddressPersonalName,
                    ["AddressLine1"] = address.AddressLine1,
                    ["AddressLine2"] = address.AddressLine2,
                    ["AddressCity"] = address.AddressCity,
                    ["AddressZip"] = address.AddressZip,
                    ["StateCode"] = StateInfo.Provider.Get(address.AddressStateID)?.StateCode,
                    ["CountryTwoLetterCode"] = CountryInfo.Provider.Get(address.AddressCountryID)?.CountryTwoLetterCode,
                })
                .ToArray();
        }

        private static JToken Payment(PaymentResultInfo result)
        {
            if (result == null)
            {
                return JValue.CreateNull();
            }
            return new JObject
            {
                ["isCompleted"] = result.PaymentIsCompleted,
                ["isAuthorized"] = result.PaymentIsAuthorized,
                ["isFailed"] = result.PaymentIsFailed,
                ["transactionId"] = result.PaymentTransactionID,
                ["methodName"] = result.PaymentMethodName,
                ["date"] = result.PaymentDate == DateTime.MinValue ? null : EventEnvelope.Utc(result.PaymentDate),
            };
        }

        private static JArray Summary(ValuesSummary summary)
        {
            return new JArray(summary.Select(item => new JObject { ["name"] = item.Name, ["value"] = Money(item.Value) }));
        }

        private static JObject CustomData(OrderInfo order)
        {
            var data = new JObject();
            foreach (var name in order.OrderCustomData.ColumnNames)
            {
                data[name] = Convert.ToString(order.OrderCustomData.GetValue(name), CultureInfo.InvariantCulture);
            }
            return data;
        }

        private static string Money(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

        private static string GuidOrNull(Guid guid) => guid == Guid.Empty ? null : guid.ToString();
    }
}
