// Sends the outbox in the background. Several processes may run it: a row is claimed before it is sent.
using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;

using CMS.Base;
using CMS.Core;
using CMS.DataEngine;

namespace Ledgerline.KenticoWebhooks
{
    public sealed class OutboxWorker : ThreadWorker<OutboxWorker>
    {
        private const int RowsPerRound = 50;
        private static readonly TimeSpan lease = TimeSpan.FromMinutes(2);
        private static readonly TimeSpan keepDelivered = TimeSpan.FromDays(30);

        private static readonly HttpClient http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(20),
        };

        protected override int DefaultInterval => 1000;

        protected override void Process() => SendDue();

        protected override void Finish() => SendDue();

        /// <summary>Sends what is due; also called by the scheduled task.</summary>
        public static void SendDue()
        {
            try
            {
                foreach (var row in DueRows().Where(Claim))
                {
                    // Read again: its payload may have been merged until the moment it was claimed.
                    Deliver(OutboxInfo.Provider.Get(row.OutboxID));
                }
                RemoveOld();
            }
            catch (Exception exception)
            {
                Service.Resolve<IEventLogService>().LogException("Ledgerline", "WORKER", exception);
            }
        }

        private static OutboxInfo[] DueRows()
        {
            return OutboxInfo.Provider.Get()
                .WhereEquals(nameof(OutboxInfo.OutboxStatus), OutboxStatus.Pending)
                .WhereLessOrEquals(nameof(OutboxInfo.OutboxNextAttempt), DateTime.UtcNow)
                .OrderBy(nameof(OutboxInfo.OutboxID))
                .TopN(RowsPerRound)
                .ToArray();
        }

        /// <summary>
        /// Only one process moves the time of the next attempt; it counts the attempt before sending, so
        /// that a process that dies leaves a row that is sent again after the lease, with the same id.
        /// </summary>
        private static bool Claim(OutboxInfo row)
        {
            var parameters = new QueryDataParameters
            {
                { "@ID", row.OutboxID },
                { "@Attempts", row.OutboxAttempts },
                { "@Now", DateTime.UtcNow },
                { "@Until", DateTime.UtcNow.Add(lease) },
            };
            const string claim =
                "UPDATE Ledgerline_Outbox SET OutboxNextAttempt = @Until, OutboxAttempts = @Attempts + 1 " +
                "WHERE OutboxID = @ID AND OutboxAttempts = @Attempts AND OutboxStatus = 'pending' AND OutboxNextAttempt <= @Now";
            return ConnectionHelper.ExecuteNonQuery(claim, parameters, QueryTypeEnum.SQLQuery) == 1;
        }

        private static void Deliver(OutboxInfo row)
        {
            var subscription = WebhookSubscriptionInfo.Provider.Get(row.OutboxWebhookID);
            if (subscription == null || !subscription.WebhookEnabled)
            {
                Finish(row, OutboxStatus.Dead);
                return;
            }
            var answer = Post(row, subscription);
            if (answer.IsDelivered)
            {
                Finish(row, OutboxStatus.Delivered);
            }
            else if (answer.IsGone)
            {
                subscription.WebhookEnabled = false;
                WebhookSubscriptionInfo.Provider.Set(subscription);
                Finish(row, OutboxStatus.Dead);
            }
            else
            {
                TryLater(row, answer.RetryAfter);
            }
        }

        private static DeliveryAnswer Post(OutboxInfo row, WebhookSubscriptionInfo subscription)
        {
            try
            {
                using (var request = Request(row, subscription))
                using (var response = http.SendAsync(request).GetAwaiter().GetResult())
                {
                    return DeliveryAnswer.Of(response);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException || exception is OperationCanceledException)
            {
                return DeliveryAnswer.None;
            }
        }

        private static HttpRequestMessage Request(OutboxInfo row, WebhookSubscriptionInfo subscription)
        {
            var body = Encoding.UTF8.GetBytes(row.OutboxPayload);
            var id = row.OutboxGuid.ToString();
            var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            var signature = StandardWebhookSigner.Sign(SubscriptionSecret.KeyOf(subscription), id, timestamp, body);
            var request = new HttpRequestMessage(HttpMethod.Post, subscription.WebhookUrl) { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("content-type", "application/json");
            request.Headers.TryAddWithoutValidation("webhook-id", id);
            request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString());
            request.Headers.TryAddWithoutValidation("webhook-signature", signature);
            return request;
        }

        private static void TryLater(OutboxInfo row, TimeSpan? retryAfter)
        {
            var pause = RetrySchedule.PauseAfter(row.OutboxAttempts);
            if (pause == null)
            {
                Finish(row, OutboxStatus.Dead);
                return;
            }
            row.OutboxNextAttempt = DateTime.UtcNow.Add(retryAfter ?? pause.Value);
            OutboxInfo.Provider.Set(row);
        }

        private static void Finish(OutboxInfo row, string status)
        {
            row.OutboxStatus = status;
            OutboxInfo.Provider.Set(row);
        }

        private static void RemoveOld()
        {
            OutboxInfo.Provider.BulkDelete(new WhereCondition()
                .WhereEquals(nameof(OutboxInfo.OutboxStatus), OutboxStatus.Delivered)
                .WhereLessThan(nameof(OutboxInfo.OutboxNextAttempt), DateTime.UtcNow.Subtract(keepDelivered)));
        }
    }

    /// <summary>What an answer to a delivery means.</summary>
    internal sealed class DeliveryAnswer
    {
        public static readonly DeliveryAnswer None = new DeliveryAnswer();

        public bool IsDelivered { get; private set; }

        /// <summary>410: the receiver wants nothing more.</summary>
        public bool IsGone { get; private set; }

        public TimeSpan? RetryAfter { get; private set; }

        public static DeliveryAnswer Of(HttpResponseMessage response)
        {
            var status = (int)response.StatusCode;
            return new DeliveryAnswer
            {
                IsDelivered = response.IsSuccessStatusCode,
                IsGone = response.StatusCode == HttpStatusCode.Gone,
                RetryAfter = status == 429 || status == 503 ? Wait(response) : null,
            };
        }

        private static TimeSpan? Wait(HttpResponseMessage response)
        {
            var header = response.Headers.RetryAfter;
            return header?.Delta ?? header?.Date - DateTimeOffset.UtcNow;
        }
    }
}
