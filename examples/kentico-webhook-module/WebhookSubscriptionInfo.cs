// Subscription class `ledgerline.webhook`: who gets which events, manageable over REST.
using System;
using System.Collections.Generic;
using System.Linq;

using CMS;
using CMS.DataEngine;
using CMS.Helpers;

using Ledgerline.KenticoWebhooks;

[assembly: RegisterObjectType(typeof(WebhookSubscriptionInfo), WebhookSubscriptionInfo.OBJECT_TYPE)]

namespace Ledgerline.KenticoWebhooks
{
    public class WebhookSubscriptionInfo : AbstractInfo<WebhookSubscriptionInfo, IInfoProvider<WebhookSubscriptionInfo>>
    {
        public const string OBJECT_TYPE = "ledgerline.webhook";

        public static readonly ObjectTypeInfo TYPEINFO = new ObjectTypeInfo(
            typeof(WebhookSubscriptionInfoProvider), OBJECT_TYPE, "ledgerline.webhook",
            nameof(WebhookID), nameof(WebhookLastModified), nameof(WebhookGUID),
            null, nameof(WebhookName), null, null, null, null)
        {
            ModuleName = "Ledgerline.Webhooks",
            TouchCacheDependencies = true,
            // Kept out of REST answers; see CMSRESTAllowSensitiveFields.
            SensitiveColumns = new List<string> { nameof(WebhookSecret) },
        };

        public WebhookSubscriptionInfo() : base(TYPEINFO)
        {
        }

        [DatabaseField]
        public int WebhookID
        {
            get => ValidationHelper.GetInteger(GetValue(nameof(WebhookID)), 0);
            set => SetValue(nameof(WebhookID), value);
        }

        [DatabaseField]
        public Guid WebhookGUID
        {
            get => ValidationHelper.GetGuid(GetValue(nameof(WebhookGUID)), Guid.Empty);
            set => SetValue(nameof(WebhookGUID), value);
        }

        [DatabaseField]
        public string WebhookName
        {
            get => ValidationHelper.GetString(GetValue(nameof(WebhookName)), "");
            set => SetValue(nameof(WebhookName), value);
        }

        [DatabaseField]
        public string WebhookUrl
        {
            get => ValidationHelper.GetString(GetValue(nameof(WebhookUrl)), "");
            set => SetValue(nameof(WebhookUrl), value);
        }

        /// <summary>Encrypted by <see cref="SubscriptionSecret"/>; written as <c>whsec_...</c> over REST.</summary>
        [DatabaseField]
        public string WebhookSecret
        {
            get => ValidationHelper.GetString(GetValue(nameof(WebhookSecret)), "");
            set => SetValue(nameof(WebhookSecret), value);
        }

        /// <summary>Event types separated by <c>;</c>; empty for all.</summary>
        [DatabaseField]
        public string WebhookEvents
        {
            get => ValidationHelper.GetString(GetValue(nameof(WebhookEvents)), "");
            set => SetValue(nameof(WebhookEvents), value);
        }

        /// <summary><c>thin</c> or <c>fat</c> (with a snapshot).</summary>
        [DatabaseField]
        public string WebhookPayload
        {
            get => ValidationHelper.GetString(GetValue(nameof(WebhookPayload)), "thin");
            set => SetValue(nameof(WebhookPayload), value);
        }

        [DatabaseField]
        public bool WebhookEnabled
        {
            get => ValidationHelper.GetBoolean(GetValue(nameof(WebhookEnabled)), true);
            set => SetValue(nameof(WebhookEnabled), value);
        }

        [DatabaseField]
        public DateTime WebhookLastModified
        {
            get => ValidationHelper.GetDateTime(GetValue(nameof(WebhookLastModified)), DateTime.MinValue);
            set => SetValue(nameof(WebhookLastModified), value);
        }

        public bool IsFat => string.Equals(WebhookPayload, "fat", StringComparison.OrdinalIgnoreCase);

        /// <summary>Whether this subscription takes an event type.</summary>
        public bool Takes(string eventType)
        {
            var types = WebhookEvents.Split(new[] { ';', ' ' }, StringSplitOptions.RemoveEmptyEntries);
            return WebhookEnabled && (types.Length == 0 || types.Contains(eventType));
        }

        protected override void DeleteObject() => Provider.Delete(this);

        protected override void SetObject() => Provider.Set(this);
    }

    public class WebhookSubscriptionInfoProvider
        : AbstractInfoProvider<WebhookSubscriptionInfo, WebhookSubscriptionInfoProvider>,
          IInfoProvider<WebhookSubscriptionInfo>
    {
        public WebhookSubscriptionInfoProvider() : base(WebhookSubscriptionInfo.TYPEINFO)
        {
        }
    }
}
