// JSON that is not quite what was agreed, letter by letter.
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../fault.ts";
import { installFaults } from "../faults.ts";
import { seededRandom } from "../seeded-random.ts";
import { openAt, shutDown } from "../simulator.ts";

const order =
  '{"order":{"OrderID":12,"total":241.750000000,"number":"1042","paid":true,"lines":[{"id":7}]}}';

let app: FastifyInstance;
let url: string;

beforeEach(async () => {
  app = Fastify();
  installFaults(app, { random: seededRandom(1) });
  app.get("/order", (_request, reply) => reply.type("application/json").send(order));
  app.get("/page", (_request, reply) => reply.type("text/html").send("<p>1</p>"));
  url = await openAt(app, {});
});
afterEach(() => shutDown(app));

async function answerUnder(fault: Fault, path = "/order"): Promise<string> {
  await fetch(`${url}/_control/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  });
  return (await fetch(`${url}${path}`)).text();
}

test.each<[string, Fault, string]>([
  [
    "F29: members come twice, the wrong value first",
    { kind: "duplicate-keys" },
    '{"order":{"OrderID":0,"OrderID":12,"total":0,"total":241.750000000,"number":"somebody else\'s","number":"1042","paid":"somebody else\'s","paid":true,"lines":[{"id":0,"id":7}]}}',
  ],
  [
    "F29: ids need 64 bits",
    { kind: "huge-ids" },
    '{"order":{"OrderID":9007199254741005,"total":241.750000000,"number":"1042","paid":true,"lines":[{"id":9007199254741000}]}}',
  ],
  [
    "F29: a number is none",
    { kind: "not-a-number" },
    '{"order":{"OrderID":NaN,"total":241.750000000,"number":"1042","paid":true,"lines":[{"id":7}]}}',
  ],
  [
    "F30: numbers come as texts and texts as numbers, with all digits",
    { kind: "numbers-as-text" },
    '{"order":{"OrderID":"12","total":"241.750000000","number":1042,"paid":true,"lines":[{"id":"7"}]}}',
  ],
  [
    "F31: a record has a member nobody knows",
    { kind: "unknown-fields" },
    '{"order":{"OrderID":12,"total":241.750000000,"number":"1042","paid":true,"lines":[{"id":7}],"field_of_tomorrow":{"since":"2031-01-01"}}}',
  ],
  [
    "F31: a member has a value nobody knows",
    { kind: "unknown-value", field: "paid", value: "perhaps" },
    '{"order":{"OrderID":12,"total":241.750000000,"number":"1042","paid":"perhaps","lines":[{"id":7}]}}',
  ],
  [
    "F32: a member is missing",
    { kind: "field-missing", field: "lines" },
    '{"order":{"OrderID":12,"total":241.750000000,"number":"1042","paid":true}}',
  ],
])("%s", async (_what, fault, expected) => {
  expect(await answerUnder(fault)).toBe(expected);
});

test("what is no JSON stays as it is", async () => {
  expect(await answerUnder({ kind: "numbers-as-text" }, "/page")).toBe("<p>1</p>");
});
