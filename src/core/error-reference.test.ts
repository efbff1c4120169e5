import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorReference } from "./error-reference.ts";
import { errorTable } from "./errors.ts";

const page = readFileSync(new URL("../../docs/reference/errors.md", import.meta.url), "utf8");

test("the page of error codes is what the table of codes says", () => {
  expect(page).toBe(errorReference());
});

test("the page has one heading for each code and no others", () => {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(Object.keys(errorTable).sort());
});
