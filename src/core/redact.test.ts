import { describe, expect, test } from "vitest";
import { redact, redacted, redactText } from "./redact.ts";

const canary = "CANARY-f00dcafe1234567890";
const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl";

describe("redaction of a value", () => {
  test.each([
    "authorization",
    "Proxy-Authorization",
    "cookie",
    "Set-Cookie",
    "password",
    "smtpPassword",
    "clientSecret",
    "client_secret",
    "webhookSecret",
    "access_token",
    "refreshToken",
    "bearerToken",
    "direct_link_token",
    "apiKey",
    "x-api-key",
    "private_key",
    "code_verifier",
    "webhook-signature",
    "X-FreshBooks-Hmac-SHA256",
  ])("takes out what stands under %s, at any depth", (key) => {
    const made = redact({ headers: [{ deeper: { [key]: canary, kept: "visible" } }] });
    expect(JSON.stringify(made)).not.toContain(canary);
    expect(made).toEqual({ headers: [{ deeper: { [key]: redacted, kept: "visible" } }] });
  });

  test("takes out whole objects and lists under a secret key", () => {
    expect(redact({ secrets: { a: canary }, tokens: [canary] })).toEqual({
      secrets: redacted,
      tokens: redacted,
    });
  });

  test("leaves business data and absent secrets as they are", () => {
    const order = { number: "1042", postalCode: "02110", total: 241, paid: true, password: null };
    expect(redact(order)).toEqual(order);
  });

  test("ends at a bounded depth", () => {
    let deep: unknown = canary;
    for (let level = 0; level < 100; level += 1) deep = { deep };
    expect(JSON.stringify(redact(deep))).toContain("[too deep]");
  });
});

describe("redaction of a text", () => {
  test.each([
    `Authorization: Bearer ${canary}`,
    `Basic ${canary}`,
    `whsec_${canary.replaceAll("-", "")}`,
    jwt,
    `https://host/callback?code=${canary}&state=1`,
    `grant_type=refresh_token&refresh_token=${canary}`,
    `code_verifier=${canary}`,
    `api_key=${canary}`,
    `postgres://ledgerline:${canary}@db/books`,
    `{"access_token":"${canary}","expires_in":1}`,
    `{"client_secret": "a\\"${canary}"}`,
    JSON.stringify({ body: JSON.stringify({ refresh_token: canary }) }),
  ])("takes the secret out of %s", (text) => {
    const made = redactText(text);
    expect(made).toContain(redacted);
    expect(made).not.toContain(canary);
    expect(made).not.toContain(canary.replaceAll("-", ""));
    expect(made).not.toContain(jwt);
  });

  test("leaves ordinary text as it is", () => {
    const text = "Order 1042 for ann@example.com, postal_code=02110, total 241.75 USD";
    expect(redactText(text)).toBe(text);
  });

  test("is quick on long hostile text", () => {
    for (const piece of ['"', "\\", "a", "token", 'token":"', "//", "Bearer "]) {
      const startedMs = performance.now();
      redactText(piece.repeat(50_000));
      expect(performance.now() - startedMs).toBeLessThan(2_000);
    }
  });
});
