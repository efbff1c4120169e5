// Signs deliveries by the Standard Webhooks specification (standardwebhooks.com).
using System;
using System.Security.Cryptography;
using System.Text;

namespace Ledgerline.KenticoWebhooks
{
    public static class StandardWebhookSigner
    {
        /// <summary>
        /// <c>v1,</c> and the base64 HMAC-SHA256 of <c>id.timestamp.body</c>. The timestamp is that of the
        /// attempt in seconds; receivers refuse deliveries older than five minutes.
        /// </summary>
        public static string Sign(byte[] key, string id, long timestamp, byte[] body)
        {
            var head = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
            var content = new byte[head.Length + body.Length];
            Buffer.BlockCopy(head, 0, content, 0, head.Length);
            Buffer.BlockCopy(body, 0, content, head.Length, body.Length);
            using (var hmac = new HMACSHA256(key))
            {
                return "v1," + Convert.ToBase64String(hmac.ComputeHash(content));
            }
        }
    }
}
