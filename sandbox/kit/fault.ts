// What a fault is: the words a test uses to order one, and their validation.
// The deciding is in fault-switchboard.ts, the doing in faults.ts and webhook-outbox.ts.
import { z } from "zod";

/** Faults of an HTTP exchange; "execute" means the simulator's own handler runs. */
export const httpFaultKinds = [
  "too-many-requests", // 429 with Retry-After; not executed
  "server-error", // JSON 5xx (or any `status`, such as 409); not executed
  "html-502", // a gateway's HTML page; not executed
  "unauthorized", // 401; not executed
  "redirect", // 307 to `location`; not executed
  "hang", // no answer until the client gives up or `delayMs` passed; not executed
  "reset", // TCP reset; not executed
  "slow", // executed after `delayMs`
  "late-commit", // connection dropped first, executed `delayMs` later
  "commit-then-drop", // executed, connection dropped without an answer
  "server-error-after-commit", // executed, answered with 5xx
  "truncated-body", // executed, half of the body under the full Content-Length
  "empty-body", // executed, success status without a body
] as const;

const webhookFaultKinds = [
  "webhook-duplicate", // sent `times` times
  "webhook-out-of-order", // sent after the next one
  "webhook-lost", // never sent
  "webhook-delay", // sent `delayMs` later
] as const;

type HttpFaultKind = (typeof httpFaultKinds)[number];
type WebhookFaultKind = (typeof webhookFaultKinds)[number];
export type FaultKind = HttpFaultKind | WebhookFaultKind;

export const faultSchema = z.strictObject({
  kind: z.enum([...httpFaultKinds, ...webhookFaultKinds]),
  /** `path` is a part of the request's path or, with `*`, a glob over the whole path; a webhook's path is its topic. */
  route: z
    .strictObject({ method: z.string().toUpperCase().optional(), path: z.string() })
    .optional(),
  /** Fires on every n-th matching call. */
  every: z.int().min(1).optional(),
  /** Fires on the n-th matching call only. */
  nth: z.int().min(1).optional(),
  /** Fires by chance, drawn from the simulator's seed. */
  probability: z.number().min(0).max(1).optional(),
  /** Stops after so many firings. */
  count: z.int().min(1).optional(),
  /** Seconds, or the header's literal text (an HTTP date, garbage); an empty text leaves the header out. */
  retryAfterSeconds: z.union([z.number(), z.string()]).optional(),
  delayMs: z.int().min(0).optional(),
  status: z.int().min(400).max(599).optional(),
  /** Target of `redirect`. */
  location: z.string().optional(),
  /** Deliveries made by `webhook-duplicate`; 2 when absent. */
  times: z.int().min(2).max(20).optional(),
});

export type Fault = z.infer<typeof faultSchema>;
