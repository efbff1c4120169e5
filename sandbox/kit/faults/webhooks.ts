// Faults of webhooks on their way. Their route's path is the topic a simulator names.
import type { WebhookFaultFamily } from "../webhook-fault.ts";

const second = 1_000;

export const webhooks = {
  "webhook-lost": {
    catalogue: { F39: "never sent: only polling finds out" },
    parameters: [],
    change: () => ({ copies: 0 }),
  },
  "webhook-duplicate": {
    catalogue: {
      F36: "sent `times` times (2 if absent); all but the first in other bytes when `rewritten`",
    },
    parameters: ["times", "rewritten"],
    change: ({ times = 2, rewritten = false }) => ({
      copies: times,
      variant: { isRewritten: rewritten },
    }),
  },
  "webhook-storm": {
    catalogue: {
      F42: "sent `times` times (5000 if absent) within `withinMs` (10000 if absent), `rewritten` or not",
    },
    parameters: ["times", "withinMs", "rewritten"],
    change: ({ times = 5_000, withinMs = 10 * second, rewritten = false }) => ({
      copies: times,
      spreadMs: withinMs,
      variant: { isRewritten: rewritten },
    }),
  },
  "webhook-delay": {
    catalogue: { F38: "sent `delayMs` later (1000 if absent; an hour is 3600000)" },
    parameters: ["delayMs"],
    change: ({ delayMs = second }) => ({ delayMs }),
  },
  "webhook-out-of-order": {
    catalogue: { F37: "sent after the next one, or after `delayMs` (50 if absent)" },
    parameters: ["delayMs"],
    change: ({ delayMs = 50 }) => ({ holdUntil: "next", holdMs: delayMs }),
  },
  "webhook-delete-first": {
    catalogue: {
      F40: "sent after the deletion of what it is about, or after `delayMs` (60000 if absent)",
    },
    parameters: ["delayMs"],
    change: ({ delayMs = 60 * second }) => ({ holdUntil: "deletion", holdMs: delayMs }),
  },
  "webhook-bad-signature": {
    catalogue: { F41: "signed with a wrong secret" },
    parameters: [],
    change: () => ({ variant: { isBadlySigned: true } }),
  },
  "webhook-unknown-account": {
    catalogue: { F43: "well signed, for an account nobody knows" },
    parameters: [],
    change: () => ({ variant: { isForUnknownAccount: true } }),
  },
  "webhook-refused": {
    catalogue: {
      F44: "the first `times` attempts (1 if absent) find nobody listening; what then is the sender's way",
    },
    parameters: ["times"],
    change: ({ times = 1 }) => ({ variant: { refusedAttempts: times } }),
  },
} as const satisfies WebhookFaultFamily;
