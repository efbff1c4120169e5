// Writes outbox rows, in the transaction of the change they tell of.
using System;
using System.Linq;

using CMS.DataEngine;

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Ledgerline.KenticoWebhooks
{
    public static class OutboxWriter
    {
        private static readonly TimeSpan coalescing = TimeSpan.FromSeconds(2);

        public static void Write(CommerceEvent commerceEvent)
        {
            var subscriptions = WebhookSubscriptionInfo.Provider.Get()
                .WhereTrue(nameof(WebhookSubscriptionInfo.WebhookEnabled))
                .ToList();
            foreach (var subscription in subscriptions.Where(each => each.Takes(commerceEvent.Type)))
            {
                WriteFor(subscription, commerceEvent);
            }
        }

        private static void WriteFor(WebhookSubscriptionInfo subscription, CommerceEvent commerceEvent)
        {
            var envelope = EventEnvelope.Of(commerceEvent, subscription.IsFat);
            var waiting = commerceEvent.IsCoalesced ? FindWaiting(subscription, commerceEvent) : null;
            if (waiting != null && Merge(waiting, envelope))
            {
                return;
            }
            var row = NewRow(subscription, commerceEvent);
            row.OutboxPayload = envelope.ToString(Formatting.None);
            OutboxInfo.Provider.Set(row);
        }

        /// <summary>Replaces the payload unless a worker has begun to send the row meanwhile.</summary>
        private static bool Merge(OutboxInfo waiting, JObject envelope)
        {
            var both = EventEnvelope.WithChangedOf(envelope, JObject.Parse(waiting.OutboxPayload));
            var parameters = new QueryDataParameters
            {
                { "@ID", waiting.OutboxID },
                { "@Payload", both.ToString(Formatting.None) },
            };
            const string merge = "UPDATE Ledgerline_Outbox SET OutboxPayload = @Payload WHERE OutboxID = @ID AND OutboxAttempts = 0";
            return ConnectionHelper.ExecuteNonQuery(merge, parameters, QueryTypeEnum.SQLQuery) == 1;
        }

        private static OutboxInfo NewRow(WebhookSubscriptionInfo subscription, CommerceEvent commerceEvent)
        {
            var delay = commerceEvent.IsCoalesced ? coalescing : TimeSpan.Zero;
            return new OutboxInfo
            {
                OutboxGuid = Guid.NewGuid(),
                OutboxWebhookID = subscription.WebhookID,
                OutboxType = commerceEvent.Type,
                OutboxObjectType = commerceEvent.Info.TypeInfo.ObjectType,
                OutboxObjectID = commerceEvent.Info.Generalized.ObjectID,
                OutboxAttempts = 0,
                OutboxNextAttempt = DateTime.UtcNow.Add(delay),
                OutboxStatus = OutboxStatus.Pending,
            };
        }

        /// <summary>A row of the same object that nobody has begun to send.</summary>
        private static OutboxInfo FindWaiting(WebhookSubscriptionInfo subscription, CommerceEvent commerceEvent)
        {
            return OutboxInfo.Provider.Get()
                .WhereEquals(nameof(OutboxInfo.OutboxWebhookID), subscription.WebhookID)
                .WhereEquals(nameof(OutboxInfo.OutboxType), commerceEvent.Type)
                .WhereEquals(nameof(OutboxInfo.OutboxObjectType), commerceEvent.Info.TypeInfo.ObjectType)
                .WhereEquals(nameof(OutboxInfo.OutboxObjectID), commerceEvent.Info.Generalized.ObjectID)
                .WhereEquals(nameof(OutboxInfo.OutboxStatus), OutboxStatus.Pending)
                .WhereEquals(nameof(OutboxInfo.OutboxAttempts), 0)
                .WhereGreaterThan(nameof(OutboxInfo.OutboxNextAttempt), DateTime.UtcNow)
                .TopN(1)
                .FirstOrDefault();
        }
    }
}
