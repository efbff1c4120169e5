// Scheduled task: sends the outbox where background threads do not live long (an application pool that
// is recycled often, or idle).
using CMS.Scheduler;

namespace Ledgerline.KenticoWebhooks
{
    public sealed class OutboxTask : ITask
    {
        /// <summary>An empty result tells Kentico that the task succeeded.</summary>
        public string Execute(TaskInfo task)
        {
            OutboxWorker.SendDue();
            return null;
        }
    }
}
