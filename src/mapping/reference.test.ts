import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mappingFunctionReference } from "./reference.ts";

test("the reference page of the mapping functions says what the functions do", () => {
  const page = new URL("../../docs/reference/mapping-functions.md", import.meta.url);
  expect(readFileSync(page, "utf8"), "run: npm run reference").toBe(mappingFunctionReference());
});
