// Signatures computed with CPython's json and hmac modules over the same forms.
import { expect, test } from "vitest";
import { signForm } from "./webhook-signature.ts";

const sign = (body: string, verifier: string) =>
  signForm(new Map(new URLSearchParams(body)), verifier);

test("a webhook is signed over the form written as Python would (quirk 33)", () => {
  const body =
    "name=invoice.create&object_id=1234567&account_id=6BApk&business_id=6543&identity_id=1234&user_id=1";
  expect(sign(body, "scADVVi5QuKuj5qTjVkbJNYQe7V7USpGd")).toBe(
    "/S03vyYmI7CekM4YXBHUhs9o5rnMtqGLrW3aA8S9gPc=",
  );
});

test("the order of the fields is part of the signature (quirk 33)", () => {
  const body =
    "name=client.update&object_id=921895&user_id=1&identity_id=14051539&business_id=14393743&account_id=p7rQW5";
  expect(sign(body, "s3cr3t-verifier")).toBe("muNlBW3hwmfXOPRfHHbVZYPHhRfEyOfkYDFk89r50zg=");
});

test("colons, commas and letters beyond ASCII survive (quirk 33)", () => {
  const body =
    "name=callback.verify&object_id=2001&account_id=6BApk&business_id=6543&identity_id=1234&user_id=1&verifier=abc%3Adef%2Cg+%C3%A9";
  expect(sign(body, "k")).toBe("DAkdI9Vez/nFyJUgzZvYqfhm2pPEH/pBPfwLoOnCLN0=");
});

test("quotes, slashes, line separators and emoji are escaped as Python does (quirk 33)", () => {
  const form = new Map([
    ["name", "callback.verify"],
    ["object_id", "2001"],
    ["verifier", 'é"/\\\u2028😀'],
  ]);
  expect(signForm(form, "scADVVi5QuKuj5qTjVkbJNYQe7V7USpGd")).toBe(
    "dEPQKXRwIuHYFRO7gU7+yeqxcOvSKb7JW3Daugy1oRs=",
  );
});
