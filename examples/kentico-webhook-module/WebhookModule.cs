// Registers the module: attaches the event handlers and starts the worker that sends the outbox.
using CMS;
using CMS.Base;
using CMS.Core;
using CMS.DataEngine;

using Ledgerline.KenticoWebhooks;

[assembly: AssemblyDiscoverable]
[assembly: RegisterModule(typeof(WebhookModule))]

namespace Ledgerline.KenticoWebhooks
{
    /// <summary>
    /// Must run in every application that changes orders, as Kentico raises events only in the process
    /// that made the change: the administration and the live site.
    /// </summary>
    public sealed class WebhookModule : Module
    {
        public WebhookModule() : base("Ledgerline.Webhooks")
        {
        }

        protected override void OnInit()
        {
            base.OnInit();
            CommerceEventHandlers.Attach();
            SubscriptionSecret.Attach();
            ApplicationEvents.PostStart.Execute += (sender, args) => OutboxWorker.Current.EnsureRunningThread();
        }
    }
}
