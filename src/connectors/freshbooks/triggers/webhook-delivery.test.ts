// Deliveries and handshakes of FreshBooks. Signatures are vectors computed with CPython.

import { expect, test } from "vitest";
import { receiveWebhook, webhookSignature } from "./webhook-delivery.ts";

const vectors = [
  {
    verifier: "scADVVi5QuKuj5qTjVkbJNYQe7V7USpGd",
    body: "name=invoice.create&object_id=1234567&account_id=6BApk&business_id=6543&identity_id=1234&user_id=1",
    signature: "/S03vyYmI7CekM4YXBHUhs9o5rnMtqGLrW3aA8S9gPc=",
  },
  {
    verifier: "s3cr3t-verifier",
    body: "name=client.update&object_id=921895&user_id=1&identity_id=14051539&business_id=14393743&account_id=p7rQW5",
    signature: "muNlBW3hwmfXOPRfHHbVZYPHhRfEyOfkYDFk89r50zg=",
  },
  {
    verifier: "k",
    body: "name=callback.verify&object_id=2001&account_id=6BApk&business_id=6543&identity_id=1234&user_id=1&verifier=abc%3Adef%2Cg+%C3%A9",
    signature: "DAkdI9Vez/nFyJUgzZvYqfhm2pPEH/pBPfwLoOnCLN0=",
  },
];

test.each(vectors)("quirk 20: a form is signed with $verifier as CPython signs it", (vector) => {
  const form = [...new URLSearchParams(vector.body)];
  expect(webhookSignature(form, vector.verifier)).toBe(vector.signature);
});

test("quirk 20: a verifier with quotes, a separator and an emoji is signed too", () => {
  const form: [string, string][] = [
    ["name", "callback.verify"],
    ["object_id", "2001"],
    ["verifier", 'é"/\\\u2028😀'],
  ];
  const key = "scADVVi5QuKuj5qTjVkbJNYQe7V7USpGd";
  expect(webhookSignature(form, key)).toBe("dEPQKXRwIuHYFRO7gU7+yeqxcOvSKb7JW3Daugy1oRs=");
});

const [invoiceCreated] = vectors;

function receive(
  body: string,
  signature: string | undefined,
  {
    secrets = {},
    accountId = "6BApk",
  }: { secrets?: Record<string, string>; accountId?: string } = {},
) {
  const headers: Record<string, string> =
    signature === undefined ? {} : { "x-freshbooks-hmac-sha256": signature };
  return receiveWebhook(
    { headers, rawBody: Buffer.from(body) },
    { settings: { accountId }, secrets, now: new Date("2026-06-01T00:00:00Z") },
  );
}

const secrets = { "2001": "other", "2002": "scADVVi5QuKuj5qTjVkbJNYQe7V7USpGd" };

test("a signed delivery becomes an event without a delivery id", () => {
  const verdict = receive(invoiceCreated?.body ?? "", invoiceCreated?.signature, { secrets });
  expect(verdict).toEqual({
    kind: "events",
    events: [
      {
        dedupeKey: null,
        type: "invoice.created",
        entity: "invoice",
        entityId: "1234567",
        time: null,
        data: expect.objectContaining({ name: "invoice.create", object_id: "1234567" }),
      },
    ],
  });
});

test("a forged or unsigned delivery is refused", () => {
  const refused = expect.objectContaining({ code: "SIGNATURE_INVALID" });
  const body = invoiceCreated?.body ?? "";
  expect(() => receive(body, "AAAA", { secrets })).toThrow(refused);
  expect(() => receive(body, undefined, { secrets })).toThrow(refused);
  expect(() =>
    receive(body.replace("1234567", "1"), invoiceCreated?.signature, { secrets }),
  ).toThrow(refused);
  expect(() => receive(body, invoiceCreated?.signature)).toThrow(refused);
});

function signed(body: string, account = "6BApk") {
  const signature = webhookSignature(new URLSearchParams(body), "k");
  return receive(body, signature, { secrets: { "1": "k" }, accountId: account });
}

test.each([
  ["client.update", "customer.updated"],
  ["payment.delete", "payment.deleted"],
  ["item.create", "item.created"],
  ["invoice.sendByEmail", "invoice.updated"],
])("%s is told as %s", (name, type) => {
  const verdict = signed(`name=${name}&object_id=7&account_id=6BApk`);
  expect(verdict).toMatchObject({ events: [{ type, entityId: "7" }] });
});

test("an event that nothing follows from is taken and forgotten", () => {
  const verdict = signed("name=estimate.create&object_id=7&account_id=6BApk");
  expect(verdict).toEqual({ kind: "events", events: [] });
});

test("a delivery about another account, or without an id, is refused as malformed", () => {
  const malformed = expect.objectContaining({ code: "REQUEST_INVALID" });
  expect(() => signed("name=client.update&object_id=7&account_id=Other")).toThrow(malformed);
  expect(() => signed("name=client.update&object_id=../1&account_id=6BApk")).toThrow(malformed);
});

test("a handshake is recognised by its verifier, whatever its name", () => {
  const [, , handshake] = vectors;
  const verifier = "abc:def,g é";
  const own = webhookSignature(new URLSearchParams(handshake?.body), verifier);
  expect(receive(handshake?.body ?? "", own)).toEqual({
    kind: "handshake",
    callbackId: "2001",
    verifier,
  });
  expect(() => receive(handshake?.body ?? "", "AAAA")).toThrow(
    expect.objectContaining({ code: "SIGNATURE_INVALID" }),
  );
});
