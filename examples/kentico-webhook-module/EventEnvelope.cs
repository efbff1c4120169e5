// The JSON a delivery carries. Money is text, times are UTC, objects are named by id and GUID.
using System;
using System.Globalization;
using System.Linq;

using CMS.Base;
using CMS.Core;
using CMS.DataEngine;
using CMS.Ecommerce;
using CMS.Helpers;
using CMS.Membership;
using CMS.SiteProvider;

using Newtonsoft.Json.Linq;

namespace Ledgerline.KenticoWebhooks
{
    public static class EventEnvelope
    {
        private const string UtcFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

        public static JObject Of(CommerceEvent commerceEvent, bool withSnapshot)
        {
            var data = new JObject
            {
                ["source"] = Source(),
                ["object"] = Subject(commerceEvent.Info),
                ["actor"] = Actor(),
                ["changed"] = new JArray(commerceEvent.Changed),
            };
            if (commerceEvent.Extra != null)
            {
                data.Merge(commerceEvent.Extra);
            }
            if (withSnapshot && commerceEvent.Info is OrderInfo order)
            {
                data["snapshot"] = OrderSnapshot.Of(order);
            }
            return new JObject
            {
                ["type"] = commerceEvent.Type,
                ["timestamp"] = Utc(DateTime.UtcNow),
                ["data"] = data,
            };
        }

        /// <summary>The envelope with the columns added that an earlier, unsent one had already named.</summary>
        public static JObject WithChangedOf(JObject envelope, JObject earlier)
        {
            var both = (JObject)envelope.DeepClone();
            var names = earlier["data"]["changed"].Concat(envelope["data"]["changed"]).Values<string>();
            both["data"]["changed"] = new JArray(names.Distinct());
            return both;
        }

        /// <summary>Kentico's dates are the server's local time.</summary>
        public static string Utc(DateTime time)
        {
            var local = time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Local) : time;
            return local.ToUniversalTime().ToString(UtcFormat, CultureInfo.InvariantCulture);
        }

        private static JObject Source()
        {
            var site = SiteContext.CurrentSite;
            return new JObject
            {
                ["product"] = "kentico-xperience",
                ["version"] = CMSVersion.GetVersion(true, true, true, false),
                ["instance"] = RequestContext.CurrentDomain,
                ["site"] = site?.SiteName,
                ["siteId"] = site?.SiteID,
                ["process"] = SystemContext.IsCMSRunningAsMainApplication ? "admin" : "livesite",
                // An IANA name, which .NET on Windows cannot tell by itself.
                ["timeZone"] = Service.Resolve<IAppSettingsService>()["LedgerlineTimeZone"],
            };
        }

        private static JObject Subject(BaseInfo info)
        {
            var general = info.Generalized;
            return new JObject
            {
                ["type"] = info.TypeInfo.ObjectType,
                ["id"] = general.ObjectID,
                ["guid"] = general.ObjectGUID.ToString(),
                ["lastModifiedUtc"] = Utc(general.ObjectLastModified),
            };
        }

        /// <summary>Lets the receiver recognise what it wrote itself over REST.</summary>
        private static JObject Actor()
        {
            var user = MembershipContext.AuthenticatedUser;
            var isRest = RequestContext.CurrentRelativePath?.StartsWith("/rest", StringComparison.OrdinalIgnoreCase) == true;
            var isAdministration = SystemContext.IsCMSRunningAsMainApplication;
            return new JObject
            {
                ["userId"] = user == null || user.IsPublic() ? null : (int?)user.UserID,
                ["origin"] = isRest ? "rest" : isAdministration ? "admin" : "checkout",
            };
        }
    }
}
