// Vector computed with Python's hmac: key bytes 00..1f, message "msg_1.1730587269." + body.

import { expect, test } from "vitest";
import { signStandardWebhook, verifyStandardWebhook } from "./standard-webhooks.ts";

const secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const body = '{"type":"order.created","data":{"number":"K-1042"}}';
const timestamp = 1_730_587_269;
const signature = "v1,hbkGOW9u0KYX+t9DBDKNX7YYs8APkNpem+VcR68sHzU=";

function verify(change: Record<string, string> = {}, secondsLater = 0, rawBody = body) {
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signature,
    ...change,
  };
  const now = new Date((timestamp + secondsLater) * 1_000);
  return verifyStandardWebhook({ headers, rawBody: Buffer.from(rawBody), secrets: [secret], now });
}

const refused = expect.objectContaining({ code: "SIGNATURE_INVALID" });

test("signing gives the signature that another implementation computed", () => {
  expect(signStandardWebhook({ id: "msg_1", timestamp, body }, secret)).toBe(signature);
});

test("a signed delivery is accepted and named by its id", () => {
  expect(verify()).toEqual({ id: "msg_1" });
});

test("during a rotation one fitting signature of several is enough", () => {
  expect(verify({ "webhook-signature": `v1,AAAA v1a,BBBB ${signature}` })).toEqual({ id: "msg_1" });
});

test("a delivery signed five minutes ago is accepted, an older or future one refused", () => {
  expect(verify({}, 300)).toEqual({ id: "msg_1" });
  expect(() => verify({}, 301)).toThrow(refused);
  expect(() => verify({}, -301)).toThrow(refused);
});

test("a changed body, id, time, signature or a missing header is refused", () => {
  expect(() => verify({}, 0, body.replace("1042", "1043"))).toThrow(refused);
  expect(() => verify({ "webhook-id": "msg_2" })).toThrow(refused);
  expect(() => verify({ "webhook-id": "" })).toThrow(refused);
  expect(() => verify({ "webhook-timestamp": String(timestamp + 1) })).toThrow(refused);
  expect(() => verify({ "webhook-timestamp": "now" })).toThrow(refused);
  expect(() => verify({ "webhook-signature": "" })).toThrow(refused);
});

test("a secret that is too short is a configuration error", () => {
  const short = () => signStandardWebhook({ id: "a", timestamp, body }, "whsec_c2hvcnQ=");
  expect(short).toThrow(expect.objectContaining({ code: "CONFIGURATION_INVALID" }));
});
