import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { outcomeReference } from "./outcome-reference.ts";

const page = readFileSync(new URL("../../docs/reference/outcomes.md", import.meta.url), "utf8");

test("the page of outcomes is what the tables say", () => {
  expect(page).toBe(outcomeReference());
});
