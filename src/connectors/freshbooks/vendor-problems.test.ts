// Every shape of error body FreshBooks uses (quirks 1 and 2), as documented or recorded.

import { expect, test } from "vitest";
import { parseJson } from "../../core/json.ts";
import { vendorProblems } from "./vendor-problems.ts";

const refused = (body: string) => vendorProblems(parseJson(body), false);

test("quirk 1: the old accounting shape, with several errors", () => {
  const body = `{"response":{"errors":[
    {"errno":1012,"field":"userid","message":"Client not found.","object":"client","value":"12345"},
    {"errno":7012,"field":null,"message":"A name is needed."}]}}`;
  expect(refused(body)).toEqual([
    { errno: 1012, field: "userid", message: "Client not found." },
    { errno: 7012, field: null, message: "A name is needed." },
  ]);
});

test("quirk 1: the new accounting shape gives the number as reason", () => {
  const body = `{"code":5,"message":"Request failed with status_code: 404","details":[{
    "@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"1012",
    "domain":"accounting.api.freshbooks.com",
    "metadata":{"object":"client","message":"Client not found.","value":"12345","field":"userid"}}]}`;
  expect(refused(body)).toEqual([{ errno: 1012, field: "userid", message: "Client not found." }]);
});

test("quirk 1: webhook registration, newer and older", () => {
  const newer = `{"errno":422,"message":"The request was well-formed.",
    "details":["event: Value error, Unrecognized event."]}`;
  expect(refused(newer)).toEqual([
    { errno: null, field: null, message: "event: Value error, Unrecognized event." },
  ]);
  const older = `{"code":3,"message":"Invalid data in this request.","details":[
    {"@type":"x.BadRequest","fieldViolations":[{"field":"event","description":"Unrecognized event."}]},
    {"@type":"x.Help","links":[]}]}`;
  expect(refused(older)).toEqual([{ errno: null, field: "event", message: "Unrecognized event." }]);
  expect(refused('{"errno":404,"message":"Requested resource could not be found."}')).toEqual([
    { errno: 404, field: null, message: "Requested resource could not be found." },
  ]);
});

test("quirk 1: the ledger, payments, projects and sign-in each have a shape of their own", () => {
  const ledger = `{"errors":{"message":"Request failed with status code 400","status":400,"details":[
    {"reason":"name: This field is required.","metadata":{"message":"This field is required.","field":"name"}}]}}`;
  expect(refused(ledger)).toEqual([
    { errno: null, field: "name", message: "This field is required." },
  ]);
  expect(refused('{"error_type":"forbidden","message":"No gateway."}')[0]?.message).toBe(
    "No gateway.",
  );
  expect(refused('{"errno":2001,"error":{"title":"field required"}}')).toEqual([
    { errno: 2001, field: "title", message: "field required" },
  ]);
  expect(refused('{"error":"Requested resource could not be found."}')[0]?.message).toBe(
    "Requested resource could not be found.",
  );
  const signIn =
    '{"error":"unauthenticated","error_description":"This action requires authentication."}';
  expect(refused(signIn)[0]?.message).toBe("This action requires authentication.");
});

test("quirk 2: a success may carry errors, and a record with a message is still a success", () => {
  const gated =
    '{"response":{"errors":[{"errno":12001,"message":"You do not have access to items."}]}}';
  expect(vendorProblems(parseJson(gated), true)).toHaveLength(1);
  const record = '{"message":"hello","response":{"result":{"client":{"id":1}}}}';
  expect(vendorProblems(parseJson(record), true)).toEqual([]);
});

test("a body that is no object holds no problems", () => {
  expect(vendorProblems(null, false)).toEqual([]);
  expect(refused("[]")).toEqual([]);
});
