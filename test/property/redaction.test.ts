// A secret that stands where secrets stand is in nothing that is stored or shown: not as it is, and not in
// base64, hex, URL or JSON escapes.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact, redactText } from "../../src/core/redact.ts";
import { holds } from "../support/generated.ts";

/** A secret of the kind systems make, and no part of any text around it. */
const madeSecret = fc.stringMatching(/^CANARY[A-Za-z0-9._~+/=-]{8,40}$/);
/** A secret a person makes up: any characters. */
const anySecret = fc
  .string({ unit: "grapheme", minLength: 4, maxLength: 30 })
  .map((text) => `CANARY${text}`);

function encodingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams({ "": secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  ];
}

function expectGone(shown: unknown, secret: string): void {
  const text = typeof shown === "string" ? shown : JSON.stringify(shown);
  for (const encoded of encodingsOf(secret)) expect(text).not.toContain(encoded);
  expect(text).not.toContain("CANARY");
}

const secretName = fc.constantFrom(
  "password",
  "access_token",
  "refresh_token",
  "client_secret",
  "clientSecret",
  "smtpPassword",
  "api_key",
  "apiKey",
  "code_verifier",
);
const headerName = fc.constantFrom(
  "authorization",
  "Proxy-Authorization",
  "Cookie",
  "Set-Cookie",
  "x-api-key",
);

/** Business data of any shape, with a place for one member more. */
const around = fc.tuple(
  fc.jsonValue(),
  fc.array(fc.constantFrom("list", "object"), { maxLength: 8 }),
);

function nested(value: unknown, [beside, levels]: [unknown, string[]]): unknown {
  return levels.reduce<unknown>(
    (inner, level) => (level === "list" ? [beside, inner] : { beside, inner }),
    value,
  );
}

describe("a secret in a value", () => {
  it("is taken out under every name of a secret, at any depth and in any encoding", () => {
    const member = fc.oneof(secretName, headerName);
    holds(
      fc.property(member, anySecret, around, fc.nat({ max: 7 }), (name, secret, place, which) => {
        const value = nested({ [name]: encodingsOf(secret)[which] }, place);
        expectGone(redact(value), secret);
      }),
    );
  });

  it("is taken out when what stands under the name is a list or an object", () => {
    holds(
      fc.property(secretName, anySecret, around, (name, secret, place) => {
        expectGone(redact(nested({ [name]: [{ deep: secret }, secret] }, place)), secret);
      }),
    );
  });
});

type Spelling = (name: string, secret: string) => string;

/** Texts as they turn up in requests, answers and errors; any secret can be in them. */
const spellings: Record<string, Spelling> = {
  "a form": (name, secret) =>
    new URLSearchParams([
      ["a", "1"],
      [name, secret],
      ["b", "2"],
    ]).toString(),
  "an address": (name, secret) =>
    `https://host.example/path?a=1&${name}=${encodeURIComponent(secret)}#end`,
  JSON: (name, secret) => JSON.stringify({ before: 1, [name]: secret, after: "2" }),
  "JSON with blanks": (name, secret) =>
    JSON.stringify({ before: 1, [name]: secret, after: "2" }, null, 2),
  "JSON in JSON": (name, secret) => JSON.stringify({ body: JSON.stringify({ [name]: secret }) }),
  "an error about JSON": (name, secret) =>
    `Unexpected token in ${JSON.stringify({ [name]: secret })} at 7`,
  "a user's address": (_name, secret) =>
    `postgres://user:${encodeURIComponent(secret)}@db.example/books`,
  "Basic authentication": (_name, secret) =>
    `Authorization: Basic ${Buffer.from(`user:${secret}`).toString("base64")}`,
};

describe.each(Object.entries(spellings))("a secret in a text that is %s", (_what, spelling) => {
  it("is taken out, whatever the secret is", () => {
    holds(
      fc.property(secretName, anySecret, (name, secret) => {
        expectGone(redactText(spelling(name, secret.toWellFormed())), secret);
      }),
      500,
    );
  });
});

/** Texts in which only a secret without blanks and quotes can be told from what follows it. */
const plainSpellings: Record<string, Spelling> = {
  "a bearer's header": (_name, secret) => `authorization: Bearer ${secret}`,
  "an assignment": (name, secret) => `${name}=${secret} and more`,
  "a redirect's code": (_name, secret) => `/callback?code=${encodeURIComponent(secret)}&state=1`,
};

describe.each(Object.entries(plainSpellings))("a token in a text that is %s", (_what, spelling) => {
  it("is taken out", () => {
    holds(
      fc.property(secretName, madeSecret, (name, secret) => {
        expectGone(redactText(spelling(name, secret)), secret);
      }),
    );
  });
});

describe("what is no secret", () => {
  it("stays as it is", () => {
    const plain = fc.record({
      number: fc.nat().map(String),
      email: fc.emailAddress(),
      total: fc.nat().map((cents) => (cents / 100).toFixed(2)),
      items: fc.array(
        fc.record({ sku: fc.stringMatching(/^[A-Z]{3}-\d{1,4}$/), quantity: fc.nat() }),
      ),
    });
    holds(
      fc.property(plain, (order) => {
        expect(redact(order)).toEqual(order);
      }),
    );
  });

  it("is redacted again to the same", () => {
    holds(
      fc.property(fc.jsonValue(), (value) => {
        expect(redact(redact(value))).toEqual(redact(value));
      }),
    );
  });
});
