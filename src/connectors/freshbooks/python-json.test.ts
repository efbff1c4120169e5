// Checked against CPython's json.dumps.

import { expect, test } from "vitest";
import { pythonJson } from "./python-json.ts";

test("quirk 20: members keep their order, with a space after comma and colon", () => {
  expect(
    pythonJson([
      ["name", "invoice.create"],
      ["object_id", "1"],
    ]),
  ).toBe('{"name": "invoice.create", "object_id": "1"}');
});

test("quirk 20: everything beyond printable ASCII is escaped in lower-case hex, a slash is not", () => {
  expect(pythonJson([["verifier", 'é"/\\\u2028😀\u007f\n\u0001']])).toBe(
    '{"verifier": "\\u00e9\\"/\\\\\\u2028\\ud83d\\ude00\\u007f\\n\\u0001"}',
  );
});

test("a form without fields is an empty object", () => {
  expect(pythonJson([])).toBe("{}");
});
