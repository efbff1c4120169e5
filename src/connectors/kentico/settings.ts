// What a user types in for a Kentico connection. The password and the webhook secret are secrets and
// therefore not here.

import { z } from "zod";
import { assertZone } from "../../core/dates.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";

const zoneName = z.string().refine((zone) => {
  try {
    return assertZone(zone) === zone;
  } catch {
    return false;
  }
}, "not an IANA time zone");

const localTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)?$/;

export const kenticoSettings = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .meta({ description: "Address of the administration application, without /rest." }),
  username: z.string().min(1).meta({ description: "Kentico user the connection signs in as." }),
  siteName: z
    .string()
    .regex(/^[A-Za-z0-9_.-]*$/, "not a site code name")
    .default("")
    .meta({
      description:
        "Code name of the site. Empty means the site that answers under the address's host name.",
    }),
  timeZone: zoneName.meta({
    description: "IANA time zone of the web server; Kentico stores times in it without a zone.",
  }),
  booksTimeZone: zoneName.or(z.literal("")).default("").meta({
    description:
      "Zone whose calendar days are used in the books, if it is not the server's (a server in UTC).",
  }),
  priceMode: z.enum(["auto", "inclusive", "exclusive"]).default("auto").meta({
    description:
      "Whether prices contain tax, for orders whose totals do not tell. `auto` means exclusive.",
  }),
  taxAddress: z.enum(["billing", "shipping"]).default("billing").meta({
    description: "Address that decides taxes: the shop's setting CMSStoreApplyTaxesBasedOn.",
  }),
  webhookPayload: z.enum(["thin", "fat"]).default("thin").meta({
    description: "Whether webhooks carry a snapshot. The current state is read in either case.",
  }),
  pollFrom: z
    .string()
    .regex(localTime, "not a local time such as 2024-11-01T00:00")
    .or(z.literal(""))
    .default("")
    .meta({
      description:
        "First poll: changes since this server-local time. Empty means from the newest change on.",
    }),
});

export type KenticoSettings = z.infer<typeof kenticoSettings>;

/** The settings of a connection, typed. Throws CONFIGURATION_INVALID naming the first wrong one. */
export function kenticoSettingsOf(settings: JsonObject): KenticoSettings {
  const parsed = kenticoSettings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `The setting "${issue?.path.join(".") ?? ""}" of the Kentico connection is not valid: ${issue?.message ?? ""}.`,
  );
}
