// Signatures after the Standard Webhooks specification: `v1,` and the HMAC-SHA256 of `id.timestamp.body`.
import { createHmac } from "node:crypto";

export interface SignedContent {
  id: string;
  /** Unix seconds of the attempt. */
  timestamp: number;
  body: string;
}

/** The `webhook-signature` header: one signature per secret, separated by spaces during a rotation. */
export function webhookSignature(content: SignedContent, secrets: readonly string[]): string {
  return secrets.map((secret) => `v1,${sign(content, secret)}`).join(" ");
}

function sign({ id, timestamp, body }: SignedContent, secret: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
}
