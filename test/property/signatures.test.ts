// Signatures of webhooks: what was signed is accepted, and any change of body, header or key is refused as
// what it is, never by a fault of ours.

import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalInConstantTime } from "../../src/connector-kit/constant-time.ts";
import {
  signStandardWebhook,
  verifyStandardWebhook,
} from "../../src/connector-kit/standard-webhooks.ts";
import { pythonJson } from "../../src/connectors/freshbooks/python-json.ts";
import {
  receiveWebhook,
  webhookSignature,
} from "../../src/connectors/freshbooks/triggers/webhook-delivery.ts";
import { IntegrationError } from "../../src/core/errors.ts";
import { holds } from "../support/generated.ts";

const headerText = fc.stringMatching(/^[!-~]{1,40}$/);
const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString("base64")}`;
const secret = fc.uint8Array({ minLength: 24, maxLength: 64 }).map(secretOf);
const body = fc.oneof(fc.string({ unit: "grapheme" }), fc.json()).map((text) => Buffer.from(text));
const seconds = fc.integer({ min: 1_600_000_000, max: 2_000_000_000 });

interface Delivery {
  id: string;
  timestamp: number;
  body: Buffer;
  secret: string;
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  id: headerText,
  timestamp: seconds,
  body,
  secret,
});

function headersOf({ secret: key, ...webhook }: Delivery): Record<string, string> {
  return {
    "webhook-id": webhook.id,
    "webhook-timestamp": String(webhook.timestamp),
    "webhook-signature": signStandardWebhook(webhook, key),
  };
}

function verify(signed: Delivery, change: { headers?: object; body?: Buffer; secrets?: string[] }) {
  return verifyStandardWebhook({
    headers: { ...headersOf(signed), ...change.headers },
    rawBody: change.body ?? signed.body,
    secrets: change.secrets ?? [signed.secret],
    now: new Date(signed.timestamp * 1_000),
  });
}

const refused = expect.objectContaining({ code: "SIGNATURE_INVALID" });

/** The same bytes with one of them changed, one taken out, or one added. */
function changed(bytes: Buffer, { at, how }: { at: number; how: "flip" | "cut" | "add" }): Buffer {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const before = bytes.subarray(0, place);
  if (how === "add" || bytes.length === 0) {
    return Buffer.concat([before, Buffer.of(32), bytes.subarray(place)]);
  }
  const after = bytes.subarray(place + 1);
  if (how === "cut") return Buffer.concat([before, after]);
  return Buffer.concat([before, Buffer.of((bytes[place] ?? 0) ^ 1), after]);
}

const change = fc.record({ at: fc.nat(), how: fc.constantFrom("flip", "cut", "add") });

describe("a Standard Webhook", () => {
  it("is accepted as it was signed, also when another key is on its way out", () => {
    holds(
      fc.property(delivery, secret, (signed, other) => {
        expect(verify(signed, {})).toEqual({ id: signed.id });
        expect(verify(signed, { secrets: [other, signed.secret] })).toEqual({ id: signed.id });
      }),
    );
  });

  it("is refused when a byte of its body changed", () => {
    holds(
      fc.property(delivery, change, (signed, how) => {
        const altered = changed(signed.body, how);
        fc.pre(Buffer.compare(altered, signed.body) !== 0);
        expect(() => verify(signed, { body: altered })).toThrow(refused);
      }),
    );
  });

  it("is refused under another id or another time, with another key, or with any other signature", () => {
    const anySignature = fc.oneof(
      fc.string(),
      fc.base64String().map((text) => `v1,${text}`),
    );
    holds(
      fc.property(delivery, headerText, secret, anySignature, (signed, id, key, signature) => {
        fc.pre(id !== signed.id && key !== signed.secret);
        fc.pre(!signature.split(" ").includes(headersOf(signed)["webhook-signature"] ?? ""));
        const later = String(signed.timestamp + 1);
        expect(() => verify(signed, { headers: { "webhook-id": id } })).toThrow(refused);
        expect(() => verify(signed, { headers: { "webhook-timestamp": later } })).toThrow(refused);
        expect(() => verify(signed, { headers: { "webhook-signature": signature } })).toThrow(
          refused,
        );
        expect(() => verify(signed, { secrets: [key] })).toThrow(refused);
      }),
    );
  });

  it("cannot be read with a part of its id moved into its body", () => {
    holds(
      fc.property(delivery, fc.stringMatching(/^[a-z]{1,8}$/), (signed, more) => {
        const moved = { headers: { "webhook-id": `${signed.id}.${more}` } };
        expect(() => verify(signed, moved)).toThrow(refused);
      }),
    );
  });
});

/** The signature by the definition: HMAC over the form as CPython's json.dumps writes it. */
function signatureByHand(form: readonly [string, string][], verifier: string): string {
  const text = JSON.stringify(Object.fromEntries(form));
  const spaced = form.length === 0 ? "{}" : pythonJson(form);
  expect(JSON.parse(spaced)).toEqual(JSON.parse(text));
  return createHmac("sha256", verifier).update(spaced).digest("base64");
}

/** `Object.fromEntries` orders names that are numbers, and `__proto__` is none; FreshBooks has no such. */
const fieldName = fc.stringMatching(/^[a-z][a-z_]{0,10}$/);
const form = fc.uniqueArray(fc.tuple(fieldName, fc.string({ unit: "binary" })), {
  selector: ([name]) => name,
  maxLength: 8,
});
const verifier = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
const settings = { accountId: "6BApk" };
const now = new Date(0);

function receive(text: string, signature: string, keys: readonly string[]) {
  const secrets = Object.fromEntries(keys.map((key, index) => [String(index), key]));
  return receiveWebhook(
    { headers: { "x-freshbooks-hmac-sha256": signature }, rawBody: Buffer.from(text) },
    { settings, secrets, now },
  );
}

describe("a webhook of FreshBooks", () => {
  it("is signed over a JSON text with spaces, in ASCII, that says what the form says", () => {
    holds(
      fc.property(form, verifier, (pairs, key) => {
        expect(pythonJson(pairs)).toMatch(/^[ -~]*$/);
        expect(webhookSignature(pairs, key)).toBe(signatureByHand(pairs, key));
      }),
    );
  });

  it("is accepted with its own verifier among others, and refused with any change", () => {
    const id = fc.nat({ max: 10 ** 9 });
    holds(
      fc.property(id, verifier, verifier, change, (objectId, key, other, how) => {
        fc.pre(key !== other);
        const text = `name=invoice.create&object_id=${objectId}&account_id=6BApk&user_id=1`;
        const signature = webhookSignature(new URLSearchParams(text), key);
        expect(receive(text, signature, [other, key])).toMatchObject({ kind: "events" });
        expect(() => receive(text, signature, [other])).toThrow(refused);
        const altered = changed(Buffer.from(text), how).toString();
        const isSame =
          JSON.stringify([...new URLSearchParams(altered)]) ===
          JSON.stringify([...new URLSearchParams(text)]);
        if (!isSame) expect(() => receive(altered, signature, [key])).toThrow(refused);
      }),
    );
  });

  it("of any bytes and any signature ends in a refusal of the table, not in a fault", () => {
    holds(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string(),
        fc.array(verifier),
        (text, given, keys) => {
          try {
            receive(text, given, keys);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(IntegrationError);
            expect(["SIGNATURE_INVALID", "REQUEST_INVALID"]).toContain(
              (thrown as IntegrationError).code,
            );
          }
        },
      ),
      500,
    );
  });

  // Vectors computed with CPython.
  it.each([
    [
      "name=invoice.create&object_id=1234567&account_id=6BApk&business_id=6543&identity_id=1234&user_id=1",
      "/S03vyYmI7CekM4YXBHUhs9o5rnMtqGLrW3aA8S9gPc=",
    ],
    [
      `name=callback.verify&object_id=2001&verifier=${encodeURIComponent('é"/\\\u2028😀')}`,
      "dEPQKXRwIuHYFRO7gU7+yeqxcOvSKb7JW3Daugy1oRs=",
    ],
  ])("%s has the signature CPython computes", (text, signature) => {
    const key = "scADVVi5QuKuj5qTjVkbJNYQe7V7USpGd";
    expect(webhookSignature(new URLSearchParams(text), key)).toBe(signature);
  });
});

describe("comparing secrets", () => {
  it("works for any two texts, of equal length or not", () => {
    const text = fc.string({ unit: "binary" });
    holds(
      fc.property(text, text, (left, right) => {
        expect(equalInConstantTime(left, right)).toBe(left === right);
        expect(equalInConstantTime(left, left)).toBe(true);
      }),
    );
  });
});
