// Outbox class `ledgerline.outbox`: one row per event and subscription, until it was delivered.
using System;

using CMS;
using CMS.DataEngine;
using CMS.Helpers;

using Ledgerline.KenticoWebhooks;

[assembly: RegisterObjectType(typeof(OutboxInfo), OutboxInfo.OBJECT_TYPE)]

namespace Ledgerline.KenticoWebhooks
{
    /// <summary>Values of <see cref="OutboxInfo.OutboxStatus"/>.</summary>
    public static class OutboxStatus
    {
        public const string Pending = "pending";
        public const string Delivered = "delivered";
        public const string Dead = "dead";
    }

    public class OutboxInfo : AbstractInfo<OutboxInfo, IInfoProvider<OutboxInfo>>
    {
        public const string OBJECT_TYPE = "ledgerline.outbox";

        public static readonly ObjectTypeInfo TYPEINFO = new ObjectTypeInfo(
            typeof(OutboxInfoProvider), OBJECT_TYPE, "ledgerline.outbox",
            nameof(OutboxID), null, nameof(OutboxGuid), null, null, null, null, null, null)
        {
            ModuleName = "Ledgerline.Webhooks",
            // Outbox rows are plumbing: no staging, no versions, no event log entries.
            LogEvents = false,
            SupportsVersioning = false,
        };

        public OutboxInfo() : base(TYPEINFO)
        {
        }

        [DatabaseField]
        public int OutboxID
        {
            get => ValidationHelper.GetInteger(GetValue(nameof(OutboxID)), 0);
            set => SetValue(nameof(OutboxID), value);
        }

        /// <summary>Sent as <c>webhook-id</c>; the same on every attempt.</summary>
        [DatabaseField]
        public Guid OutboxGuid
        {
            get => ValidationHelper.GetGuid(GetValue(nameof(OutboxGuid)), Guid.Empty);
            set => SetValue(nameof(OutboxGuid), value);
        }

        [DatabaseField]
        public int OutboxWebhookID
        {
            get => ValidationHelper.GetInteger(GetValue(nameof(OutboxWebhookID)), 0);
            set => SetValue(nameof(OutboxWebhookID), value);
        }

        [DatabaseField]
        public string OutboxType
        {
            get => ValidationHelper.GetString(GetValue(nameof(OutboxType)), "");
            set => SetValue(nameof(OutboxType), value);
        }

        [DatabaseField]
        public string OutboxObjectType
        {
            get => ValidationHelper.GetString(GetValue(nameof(OutboxObjectType)), "");
            set => SetValue(nameof(OutboxObjectType), value);
        }

        [DatabaseField]
        public int OutboxObjectID
        {
            get => ValidationHelper.GetInteger(GetValue(nameof(OutboxObjectID)), 0);
            set => SetValue(nameof(OutboxObjectID), value);
        }

        /// <summary>The body, byte for byte as it is signed and sent.</summary>
        [DatabaseField]
        public string OutboxPayload
        {
            get => ValidationHelper.GetString(GetValue(nameof(OutboxPayload)), "");
            set => SetValue(nameof(OutboxPayload), value);
        }

        [DatabaseField]
        public int OutboxAttempts
        {
            get => ValidationHelper.GetInteger(GetValue(nameof(OutboxAttempts)), 0);
            set => SetValue(nameof(OutboxAttempts), value);
        }

        /// <summary>UTC. Also the lease of a worker that is sending the row.</summary>
        [DatabaseField]
        public DateTime OutboxNextAttempt
        {
            get => ValidationHelper.GetDateTime(GetValue(nameof(OutboxNextAttempt)), DateTime.MinValue);
            set => SetValue(nameof(OutboxNextAttempt), value);
        }

        [DatabaseField]
        public string OutboxStatus
        {
            get => ValidationHelper.GetString(GetValue(nameof(OutboxStatus)), KenticoWebhooks.OutboxStatus.Pending);
            set => SetValue(nameof(OutboxStatus), value);
        }

        protected override void DeleteObject() => Provider.Delete(this);

        protected override void SetObject() => Provider.Set(this);
    }

    public class OutboxInfoProvider
        : AbstractInfoProvider<OutboxInfo, OutboxInfoProvider>, IInfoProvider<OutboxInfo>
    {
        public OutboxInfoProvider() : base(OutboxInfo.TYPEINFO)
        {
        }
    }
}
