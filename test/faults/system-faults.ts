// The faults of the simulated systems that a run arms, all rare, all over the routes the platform uses.

import type { Sandbox } from "../../sandbox/start.ts";
import { callControl } from "../support/control.ts";

interface ArmedFault {
  kind: string;
  route: { method?: string; path?: string };
  [parameter: string]: unknown;
}

const everywhere = { path: "" };
const lists = { method: "GET", path: "" };
const books = { path: "/accounting" };
const creates = { method: "POST", path: "/accounting" };
const token = { method: "POST", path: "/auth/oauth/token" };

/** Of HTTP, by what a system does wrong; what is late stays well below the settle time. */
const httpFaults: readonly ArmedFault[] = [
  { kind: "too-many-requests", route: everywhere, retryAfterSeconds: "1" },
  { kind: "too-many-requests", route: everywhere, retryAfterSeconds: "1", retryAfterAs: "date" },
  { kind: "too-many-requests", route: everywhere, retryAfterSeconds: "soon" },
  { kind: "too-many-requests", route: everywhere, retryAfterSeconds: "" },
  { kind: "server-error", route: everywhere, status: 500 },
  { kind: "server-error", route: everywhere, status: 503 },
  { kind: "html-502", route: everywhere },
  { kind: "server-error-after-commit", route: everywhere },
  { kind: "commit-then-drop", route: creates },
  { kind: "truncated-body", route: everywhere },
  { kind: "empty-body", route: everywhere },
  { kind: "error-in-success", route: everywhere },
  { kind: "foreign-object", route: creates },
  { kind: "hang", route: everywhere, delayMs: 5_000 },
  { kind: "hang-mid-body", route: everywhere, delayMs: 5_000 },
  { kind: "drip", route: everywhere, delayMs: 5 },
  { kind: "reset", route: everywhere },
  { kind: "late-commit", route: creates, delayMs: 900 },
  { kind: "list-lag", route: lists, delayMs: 900 },
  { kind: "row-moves", route: lists },
  { kind: "filters-ignored", route: lists },
  { kind: "wrong-total", route: lists, by: 1 },
  // Of the books alone: a password that is refused is a matter for a person at once.
  { kind: "unauthorized", route: books },
  { kind: "slow", route: token, delayMs: 500 },
  { kind: "redirect", route: everywhere, location: "http://127.0.0.1:9/" },
  { kind: "gzip-bomb", route: everywhere, bytes: 2_000_000 },
  { kind: "byte-order-mark", route: everywhere },
  { kind: "duplicate-keys", route: everywhere },
  { kind: "not-a-number", route: everywhere },
  { kind: "unknown-fields", route: everywhere },
  { kind: "clock-skew", route: everywhere },
];

const webhookFaults: readonly ArmedFault[] = [
  { kind: "webhook-duplicate", route: everywhere, times: 3 },
  { kind: "webhook-out-of-order", route: everywhere, delayMs: 300 },
  { kind: "webhook-delay", route: everywhere, delayMs: 2_000 },
  { kind: "webhook-lost", route: everywhere },
  { kind: "webhook-bad-signature", route: everywhere },
  { kind: "webhook-refused", route: everywhere, times: 1 },
];

const httpProbability = 0.0015;
const webhookProbability = 0.03;

export async function armSystemFaults({ kentico, freshbooks }: Sandbox): Promise<void> {
  for (const system of [kentico, freshbooks]) {
    for (const fault of httpFaults) {
      await callControl(system, "faults", { ...fault, probability: httpProbability });
    }
    for (const fault of webhookFaults) {
      await callControl(system, "faults", { ...fault, probability: webhookProbability });
    }
  }
}

export async function disarmSystemFaults({ kentico, freshbooks }: Sandbox): Promise<void> {
  for (const { url } of [kentico, freshbooks]) {
    await fetch(`${url}/_control/faults`, { method: "DELETE" });
  }
}

/** Lets all access tokens of the books end, so that the platform has to refresh. */
export async function expireTokens({ freshbooks }: Sandbox): Promise<void> {
  await fetch(`${freshbooks.url}/_control/tokens/expire`, { method: "POST" });
}
