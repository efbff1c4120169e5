// Keeps the signing secret of a subscription encrypted in the database.
using System;

using CMS.DataEngine;
using CMS.Helpers;

namespace Ledgerline.KenticoWebhooks
{
    public static class SubscriptionSecret
    {
        private const string Prefix = "whsec_";

        /// <summary>Encrypts a secret that was just written in the clear, over REST or in the administration.</summary>
        public static void Attach()
        {
            WebhookSubscriptionInfo.TYPEINFO.Events.Insert.Before += (sender, args) => Encrypt(args);
            WebhookSubscriptionInfo.TYPEINFO.Events.Update.Before += (sender, args) => Encrypt(args);
        }

        /// <summary>The key bytes: what follows <c>whsec_</c>, from base64 (24 to 64 bytes).</summary>
        public static byte[] KeyOf(WebhookSubscriptionInfo subscription)
        {
            var secret = EncryptionHelper.DecryptData(subscription.WebhookSecret);
            var key = Convert.FromBase64String(secret.Substring(Prefix.Length));
            if (key.Length < 24 || key.Length > 64)
            {
                throw new InvalidOperationException($"The secret of webhook {subscription.WebhookID} must have 24 to 64 bytes.");
            }
            return key;
        }

        private static void Encrypt(ObjectEventArgs args)
        {
            var subscription = (WebhookSubscriptionInfo)args.Object;
            if (subscription.WebhookSecret.StartsWith(Prefix, StringComparison.Ordinal))
            {
                subscription.WebhookSecret = EncryptionHelper.EncryptData(subscription.WebhookSecret);
            }
        }
    }
}
