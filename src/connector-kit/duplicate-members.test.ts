// JSON that says two things at once.

import { expect, test } from "vitest";
import { parseJson } from "../core/json.ts";
import { hasDuplicateMembers } from "./duplicate-members.ts";

test.each([
  ['{"total":1,"total":2}', true],
  ['{"a":{"b":[{"c":1,"d":2,"c" :3}]}}', true],
  ['{"total":1,"tot\\u0061l":2}', true],
  ['{"a":{"b":1},"b":[{"b":"a\\":"}],"c":"\\"c\\":\\\\"}', false],
  ['[{"a":1},{"a":1},"a","a"]', false],
  ['"a"', false],
  ["{}", false],
])("%s names a member twice: %s", (json, expected) => {
  expect(hasDuplicateMembers(json, parseJson(json))).toBe(expected);
});
