// All kinds of faults by name, put together from their families.
import { bodies } from "./faults/bodies.ts";
import { jsonBodies } from "./faults/json-bodies.ts";
import { lists } from "./faults/lists.ts";
import { lostAnswers } from "./faults/lost-answers.ts";
import { refusals } from "./faults/refusals.ts";
import { tokens } from "./faults/tokens.ts";
import { webhooks } from "./faults/webhooks.ts";
import type { HttpFault } from "./http-fault.ts";
import type { WebhookFault } from "./webhook-fault.ts";

const http = { ...refusals, ...lostAnswers, ...bodies, ...jsonBodies, ...lists, ...tokens };

export type HttpFaultKind = keyof typeof http;
export type WebhookFaultKind = keyof typeof webhooks;

export const httpFaults: Readonly<Record<HttpFaultKind, HttpFault>> = http;
export const webhookFaults: Readonly<Record<WebhookFaultKind, WebhookFault>> = webhooks;

export const httpFaultKinds = Object.keys(http) as HttpFaultKind[];
export const webhookFaultKinds = Object.keys(webhooks) as WebhookFaultKind[];

export function isHttpFaultKind(kind: string): kind is HttpFaultKind {
  return Object.hasOwn(http, kind);
}
