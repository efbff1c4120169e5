// Turns Kentico's events into outbox rows. Handlers run inside the visitor's request, often inside its
// transaction: they only write rows, they never send anything.
using System;
using System.Collections.Generic;
using System.Linq;

using CMS.Core;
using CMS.DataEngine;
using CMS.Ecommerce;

using Newtonsoft.Json.Linq;

namespace Ledgerline.KenticoWebhooks
{
    public static class CommerceEventHandlers
    {
        public static void Attach()
        {
            // OrderInfo's own insert event comes before items, addresses, number and status exist.
            EcommerceEvents.NewOrderCreated.Execute += (s, e) => Guarded(() => Announce("order.created", e.NewOrder));
            EcommerceEvents.OrderPaid.Execute += (s, e) => Guarded(() => Announce("order.paid", e.Order));

            OrderInfo.TYPEINFO.Events.Update.Before += OrderChanging;
            OrderInfo.TYPEINFO.Events.Delete.After += (s, e) => Guarded(() => Announce("order.deleted", (BaseInfo)e.Object));

            AttachCrud(CustomerInfo.TYPEINFO, "customer");
            AttachCrud(SKUInfo.TYPEINFO, "product");
            AddressInfo.TYPEINFO.Events.Insert.After += AddressChanged;
            AddressInfo.TYPEINFO.Events.Update.After += AddressChanged;
        }

        private static void AttachCrud(ObjectTypeInfo type, string subject)
        {
            type.Events.Insert.After += (s, e) => Guarded(() => Announce($"{subject}.created", (BaseInfo)e.Object));
            type.Events.Delete.After += (s, e) => Guarded(() => Announce($"{subject}.deleted", (BaseInfo)e.Object));
            type.Events.Update.Before += (s, e) =>
            {
                var info = (BaseInfo)e.Object;
                var changed = info.ChangedColumns();
                e.CallWhenFinished(() => Guarded(() => Announce($"{subject}.updated", info, changed)));
            };
        }

        /// <summary>Changed columns and the former status are only known before the update.</summary>
        private static void OrderChanging(object sender, ObjectEventArgs e)
        {
            var order = (OrderInfo)e.Object;
            var changed = order.ChangedColumns();
            // The first save of a checkout gives the order its number; NewOrderCreated speaks for it.
            var isCheckout = string.IsNullOrEmpty(Convert.ToString(order.GetOriginalValue(nameof(OrderInfo.OrderInvoiceNumber))));
            if (isCheckout || changed.Count == 0)
            {
                return;
            }
            var statusBefore = Convert.ToInt32(order.GetOriginalValue(nameof(OrderInfo.OrderStatusID)) ?? 0);
            e.CallWhenFinished(() => Guarded(() =>
            {
                Announce("order.updated", order, changed);
                if (changed.Contains(nameof(OrderInfo.OrderStatusID)))
                {
                    Announce("order.status_changed", order, changed, StatusChange(statusBefore, order.OrderStatusID));
                }
            }));
        }

        private static JObject StatusChange(int before, int after)
        {
            return new JObject
            {
                ["fromStatus"] = OrderStatusInfo.Provider.Get(before)?.StatusName,
                ["toStatus"] = OrderStatusInfo.Provider.Get(after)?.StatusName,
            };
        }

        /// <summary>A change in the address book counts as a change of its customer.</summary>
        private static void AddressChanged(object sender, ObjectEventArgs e)
        {
            Guarded(() =>
            {
                var customer = CustomerInfo.Provider.Get(((AddressInfo)e.Object).AddressCustomerID);
                if (customer != null)
                {
                    Announce("customer.updated", customer);
                }
            });
        }

        private static void Announce(string type, BaseInfo info, IReadOnlyCollection<string> changed = null, JObject extra = null)
        {
            OutboxWriter.Write(new CommerceEvent(type, info, changed ?? Array.Empty<string>(), extra));
        }

        /// <summary>A checkout must never fail because of this module; polling finds what is lost here.</summary>
        private static void Guarded(Action action)
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                Service.Resolve<IEventLogService>().LogException("Ledgerline", "OUTBOX", exception);
            }
        }
    }

    /// <summary>Something that happened to one object.</summary>
    public sealed class CommerceEvent
    {
        public CommerceEvent(string type, BaseInfo info, IReadOnlyCollection<string> changed, JObject extra)
        {
            Type = type;
            Info = info;
            Changed = changed;
            Extra = extra;
        }

        public string Type { get; }

        public BaseInfo Info { get; }

        public IReadOnlyCollection<string> Changed { get; }

        /// <summary>More members of <c>data</c>; may be null.</summary>
        public JObject Extra { get; }

        /// <summary>Updates of one object within two seconds become one delivery.</summary>
        public bool IsCoalesced => Type.EndsWith(".updated", StringComparison.Ordinal);
    }
}
