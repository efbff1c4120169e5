// Connects the simulated shop and the simulated books to a platform, as an integrator would: settings,
// consent, account, webhooks, flow.

import type { Sandbox } from "../../../sandbox/start.ts";
import { IntegrationError } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { addConnection, type Setup } from "../../engine/connection-setup.ts";
import { beginConsent, chooseAccount, finishConsent } from "../../engine/consent.ts";
import { enableFlow, saveFlow } from "../../engine/flow-setup.ts";
import { registerWebhooks } from "../../engine/webhook-setup.ts";
import { findTemplate } from "../../flows/templates.ts";
import { saveLookupTable } from "../../store/lookup-tables.ts";
import { sandboxTaxTable } from "./sandbox-taxes.ts";

export const shopName = "sandbox-shop";
export const booksName = "sandbox-books";
export const taxTableName = "kentico-taxes";

export interface SandboxConnection {
  setup: Setup;
  sandbox: Sandbox;
  /** Where the simulators reach the platform. */
  publicUrl: string;
  /** Parameters of the flow that differ from its defaults. */
  params?: JsonObject;
  /** Limits of both connections that differ from the sandbox's own. */
  limits?: JsonObject;
  shopSettings?: JsonObject;
  booksSettings?: JsonObject;
  /** How the consent page is reached; over the network when absent. */
  fetch?: typeof fetch;
}

/** The simulators answer at once and have no rate limit unless told; a lost write shows within a second. */
const sandboxLimits: JsonObject = {
  perSecond: 2_000,
  burst: 2_000,
  concurrency: 32,
  timeoutMs: 10_000,
  settleMs: 1_000,
};

export async function connectSandbox(input: SandboxConnection): Promise<void> {
  await connectShop(input);
  await connectBooks(input);
  await saveLookupTable(input.setup.db, {
    name: taxTableName,
    title: "Taxes of the sandbox shop",
    rows: sandboxTaxTable(),
  });
  await saveFlow(input.setup, {
    document: findTemplate("order-to-invoice"),
    params: input.params ?? {},
    roles: { store: [shopName], books: [booksName] },
  });
  await enableFlow(input.setup, "order-to-invoice");
}

async function connectShop(input: SandboxConnection): Promise<void> {
  const { setup, sandbox, publicUrl } = input;
  const { url, credentials } = sandbox.kentico;
  await addConnection(setup, {
    name: shopName,
    title: "Sandbox shop (Kentico)",
    connector: "kentico",
    settings: {
      baseUrl: url,
      username: credentials["username"] ?? "",
      siteName: credentials["siteName"] ?? "",
      timeZone: "Europe/Prague",
      ...input.shopSettings,
    },
    secrets: { password: credentials["password"] ?? "" },
    limits: { ...sandboxLimits, ...input.limits },
  });
  await registerWebhooks(setup, shopName, publicUrl);
}

async function connectBooks(input: SandboxConnection): Promise<void> {
  const { setup, sandbox, publicUrl } = input;
  const { url, credentials } = sandbox.freshbooks;
  await addConnection(setup, {
    name: booksName,
    title: "Sandbox books (FreshBooks)",
    connector: "freshbooks",
    settings: {
      clientId: credentials["clientId"] ?? "",
      redirectUri: credentials["redirectUri"] ?? "",
      baseUrl: url,
      authUrl: url,
      ...input.booksSettings,
    },
    secrets: { clientSecret: credentials["clientSecret"] ?? "" },
    limits: { ...sandboxLimits, ...input.limits },
  });
  const consent = await beginConsent(setup, booksName);
  await finishConsent(setup, booksName, await allow(consent.url, input.fetch ?? fetch));
  await chooseAccount(setup, booksName, credentials["accountId"] ?? "");
  await registerWebhooks(setup, booksName, publicUrl);
}

/** Presses "Allow" on the consent page and reads the answer from where it redirects to. */
export async function allow(
  consentUrl: string,
  send: typeof fetch,
): Promise<{ code: string; state: string }> {
  const url = new URL(consentUrl);
  const form = new URLSearchParams({ ...Object.fromEntries(url.searchParams), decision: "allow" });
  const answer = await send(url, { method: "POST", body: form, redirect: "manual" });
  const target = new URL(answer.headers.get("location") ?? "", url);
  const code = target.searchParams.get("code");
  const state = target.searchParams.get("state");
  if (code && state) return { code, state };
  throw new IntegrationError("NOT_AUTHENTICATED", "The sandbox refused the consent.");
}
