// When a delivery that failed is tried again.
using System;

namespace Ledgerline.KenticoWebhooks
{
    public static class RetrySchedule
    {
        private static readonly Random random = new Random();

        private static readonly TimeSpan[] pauses =
        {
            TimeSpan.FromSeconds(5),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(2),
            TimeSpan.FromHours(5),
            TimeSpan.FromHours(10),
            TimeSpan.FromHours(14),
            TimeSpan.FromHours(20),
            TimeSpan.FromHours(24),
        };

        /// <summary>The pause after so many attempts, spread by a tenth; null when the delivery is given up.</summary>
        public static TimeSpan? PauseAfter(int attempts)
        {
            if (attempts < 1 || attempts > pauses.Length)
            {
                return null;
            }
            lock (random)
            {
                var factor = 0.9 + 0.2 * random.NextDouble();
                return TimeSpan.FromMilliseconds(pauses[attempts - 1].TotalMilliseconds * factor);
            }
        }
    }
}
