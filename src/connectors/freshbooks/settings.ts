// What a user sets for a FreshBooks connection, without secrets.

import { z } from "zod";
import type { CallContext } from "../../connector-kit/operation.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";

const address = (description: string, fallback: string) =>
  z
    .url({ protocol: /^https?$/ })
    .default(fallback)
    .describe(description);

export const freshbooksSettings = z.strictObject({
  clientId: z
    .string()
    .default("")
    .describe("Client id of the app registered at my.freshbooks.com/#/developer."),
  redirectUri: z
    .string()
    .default("")
    .describe("Redirect address registered for the app: https, no query, equal to the letter."),
  accountId: z
    .string()
    .regex(/^[A-Za-z0-9]{0,32}$/)
    .default("")
    .describe("Accounting account such as ZyQ04o; filled in when an account is chosen."),
  businessId: z
    .string()
    .regex(/^\d{0,20}$/)
    .default("")
    .describe("Number of the business; filled in when an account is chosen."),
  apiVersion: z
    .enum(["2023-02-20", "alpha", "account-default"])
    .default("2023-02-20")
    .describe("API version asked for; it decides how FreshBooks words its errors."),
  acceptNegativeLines: z
    .boolean()
    .default(true)
    .describe("Whether invoice lines may be negative, for discounts and rounding."),
  taxRounding: z
    .enum(["line", "rate"])
    .default("line")
    .describe("Whether FreshBooks rounds tax per line or per tax over the whole invoice."),
  baseUrl: address("Address of the API.", "https://api.freshbooks.com"),
  authUrl: address("Address of the consent page.", "https://auth.freshbooks.com"),
});

export type FreshbooksSettings = z.infer<typeof freshbooksSettings>;

/** The settings with their types; throws CONFIGURATION_INVALID naming the first wrong one. */
export function readSettings(settings: JsonObject): FreshbooksSettings {
  const parsed = freshbooksSettings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `The FreshBooks setting "${first?.path.join(".") ?? ""}" is not valid: ${first?.message ?? ""}.`,
  );
}

/** The accounting account of a connection; throws CONFIGURATION_INVALID before one was chosen. */
export function accountIdOf(context: CallContext): string {
  const { accountId } = readSettings(context.settings);
  if (accountId !== "") return accountId;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    "No FreshBooks account has been chosen for the connection.",
    { hint: "Open the connection and choose one of the accounts the user belongs to." },
  );
}
