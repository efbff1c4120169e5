import { expect, test } from "vitest";
import { closestName, didYouMean } from "./did-you-mean.ts";

test.each([
  ["emial", ["phone", "email"], "email"],
  ["SKUnumber", ["SKUNumber", "SKUName"], "SKUNumber"],
  ["CustomerFirstNam", ["CustomerLastName", "CustomerFirstName"], "CustomerFirstName"],
  ["total", ["currency", "lines"], undefined],
  ["", ["a"], undefined],
])("%s among %j is taken for %s", (name, names, meant) => {
  expect(closestName(name, names)).toBe(meant);
});

test("nothing is said when no name is close", () => {
  expect(didYouMean("total", ["currency"])).toBe("");
});
