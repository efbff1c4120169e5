// Turns a request's path and query into an address that cannot leave the connection's base address.

import { IntegrationError } from "../core/errors.ts";
import type { HttpRequest } from "./http.ts";

function parseBase(baseUrl: string): URL {
  const url = URL.parse(baseUrl);
  if (url && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    "The address of the connection is not a URL.",
    {
      hint: "Write it with https:// in front.",
    },
  );
}

function encodeQuery(query: HttpRequest["query"]): string {
  const pairs = (query ?? []).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/**
 * The full address of a request. Throws CONFIGURATION_INVALID for a base that is no URL and
 * REQUEST_INVALID for a path that would be rewritten, such as one with "..".
 */
export function addressOf(request: HttpRequest, connectionBaseUrl: string): URL {
  const base = parseBase(request.baseUrl ?? connectionBaseUrl);
  const path = `${base.pathname.replace(/\/$/, "")}${request.path}`;
  const address = URL.parse(`${base.origin}${path}${encodeQuery(request.query)}`);
  if (address && request.path.startsWith("/") && address.pathname === path) return address;
  throw new IntegrationError("REQUEST_INVALID", "The path of a call is not a plain path.", {
    details: { path: request.path },
  });
}

/** Credentials are only sent to the origin of the connection itself. */
export function assertOwnOrigin(address: URL, connectionBaseUrl: string): void {
  if (address.origin === parseBase(connectionBaseUrl).origin) return;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `A call goes to ${address.host}, which is not the address of the connection; its credentials are not sent there.`,
  );
}
