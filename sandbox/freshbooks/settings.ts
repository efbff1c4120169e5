// The switches of the simulated FreshBooks: what its documentation leaves open, and what a test wants to vary.
import { z } from "zod";

export const settingsSchema = z.strictObject({
  /** Calls per minute before 429; the real number is not published. */
  rateLimitPerMinute: z.int().min(1),
  rateLimitPerSecond: z.int().min(1),
  /** Error envelope when the caller asks for no API version (quirk 4). */
  errorEnvelope: z.enum(["A1", "A2"]),
  /** Created objects appear in lists this much later than by id. */
  listLagMs: z.int().min(0),
  tokenLifetimeSeconds: z.int().min(1),
  /** Lets redirect addresses be `http` on loopback, without registration. */
  allowHttpRedirect: z.boolean(),
  /** Redirect addresses registered for the application, besides the one of the credentials. */
  redirectUris: z.array(z.string()),
  /** Whether a line may cost less than nothing; the real behaviour is unverified. */
  acceptNegativeLines: z.boolean(),
  /** Tax is rounded per line and tax, or per tax over the whole invoice; unverified. */
  taxRounding: z.enum(["line", "rate"]),
  /** Resources the plan does not include: HTTP 200 with an error inside (quirk 5). */
  gates: z.array(z.enum(["items", "bills", "bill_vendors", "bill_payments"])),
  webhookDelayMs: z.int().min(0),
  /** Further tries after a failed delivery; FreshBooks documents none. */
  webhookRetries: z.int().min(0).max(10),
});

export type Settings = z.infer<typeof settingsSchema>;

const defaultSettings: Settings = {
  rateLimitPerMinute: 100_000,
  rateLimitPerSecond: 100_000,
  errorEnvelope: "A2",
  listLagMs: 0,
  tokenLifetimeSeconds: 43_200,
  allowHttpRedirect: false,
  redirectUris: [],
  acceptNegativeLines: true,
  taxRounding: "line",
  gates: [],
  webhookDelayMs: 0,
  webhookRetries: 0,
};

/** The defaults with the given switches put over them; throws a ZodError for a value out of range. */
export function settingsWith(overrides: Partial<Settings>): Settings {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(given) });
}
