// Signs and verifies webhooks by the Standard Webhooks specification (standardwebhooks.com):
// HMAC-SHA256 over `id.timestamp.body`, secrets written as `whsec_` + base64.

import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { IntegrationError } from "../core/errors.ts";
import { equalInConstantTime } from "./constant-time.ts";

const toleranceSeconds = 300;
const secretBytes = { min: 24, max: 64 };
/** More signatures than any secret rotation needs; the header cannot make us work long. */
const signaturesMax = 10;

export interface StandardWebhook {
  id: string;
  /** Unix time of the attempt, in seconds. */
  timestamp: number;
  body: Uint8Array | string;
}

export interface StandardWebhookCheck {
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>;
  rawBody: Uint8Array;
  /** Every secret that is valid now; two during a rotation. */
  secrets: readonly string[];
  now: Date;
}

/** Making a key object takes longer than signing with it. */
const keys = new Map<string, KeyObject>();
const keysMax = 1_000;

function keyOf(secret: string): KeyObject {
  const known = keys.get(secret);
  if (known) return known;
  const key = createSecretKey(keyBytes(secret));
  if (keys.size >= keysMax) keys.clear();
  keys.set(secret, key);
  return key;
}

function keyBytes(secret: string): Buffer {
  const encoded = secret.startsWith("whsec_") ? secret.slice("whsec_".length) : secret;
  const key = Buffer.from(encoded, "base64");
  if (key.length >= secretBytes.min && key.length <= secretBytes.max) return key;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    "The webhook secret is not whsec_ followed by 24 to 64 bytes in base64.",
  );
}

/** The value of the `webhook-signature` header: `v1,` + base64. Throws CONFIGURATION_INVALID. */
export function signStandardWebhook(webhook: StandardWebhook, secret: string): string {
  const mac = createHmac("sha256", keyOf(secret))
    .update(`${webhook.id}.${webhook.timestamp}.`)
    .update(webhook.body)
    .digest("base64");
  return `v1,${mac}`;
}

function invalid(message: string): IntegrationError {
  return new IntegrationError("SIGNATURE_INVALID", message);
}

function readTimestamp(text: string, now: Date): number {
  const timestamp = Number(text);
  if (!/^\d{1,12}$/.test(text)) throw invalid("The webhook has no readable webhook-timestamp.");
  if (Math.abs(now.getTime() / 1_000 - timestamp) > toleranceSeconds) {
    throw new IntegrationError(
      "SIGNATURE_INVALID",
      "The webhook was signed more than five minutes ago.",
      { hint: "Compare the clocks of both machines; an old delivery may also have been replayed." },
    );
  }
  return timestamp;
}

/**
 * Checks a delivery; one fitting signature of one secret is enough. Returns the delivery's id, the
 * same on every repetition. Throws SIGNATURE_INVALID.
 */
export function verifyStandardWebhook(check: StandardWebhookCheck): { id: string } {
  const id = check.headers["webhook-id"] ?? "";
  if (id === "") throw invalid("The webhook has no webhook-id.");
  const timestamp = readTimestamp(check.headers["webhook-timestamp"] ?? "", check.now);
  const received = (check.headers["webhook-signature"] ?? "").split(" ").slice(0, signaturesMax);
  const expected = check.secrets.map((secret) =>
    signStandardWebhook({ id, timestamp, body: check.rawBody }, secret),
  );
  const fits = expected.some((good) => received.some((given) => equalInConstantTime(good, given)));
  if (!fits) throw invalid("No signature of the webhook fits its body.");
  return { id };
}
