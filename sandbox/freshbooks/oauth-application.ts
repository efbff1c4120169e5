// The developer's application as registered with FreshBooks: its credentials and redirect addresses.
import type { SeededRandom } from "../kit/seeded-random.ts";
import type { Settings } from "./settings.ts";

export interface OAuthApplication {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

export function registerApplication(random: SeededRandom): OAuthApplication {
  return {
    clientId: random.hex(32),
    clientSecret: random.hex(32),
    redirectUri: "https://ledgerline.example/oauth/callback",
  };
}

/** Exact match with a registered address, `https` only and without a query (quirk 3). */
export function isAllowedRedirect(
  uri: string,
  application: OAuthApplication,
  settings: Settings,
): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname, search } = new URL(uri);
  if (search !== "") return false;
  if (protocol === "http:") {
    return settings.allowHttpRedirect && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  }
  if (protocol !== "https:") return false;
  return [application.redirectUri, ...settings.redirectUris].includes(uri);
}
