import { expect, it } from "vitest";
import { lengthOfTime, readNamedFile, wholeNumber } from "./option-values.ts";

it("only whole numbers within the bounds are taken", () => {
  const orders = wholeNumber(1, 100);
  expect(orders("100")).toBe(100);
  for (const text of ["0", "101", "1.5", "", "many", "1e2", " 5"]) {
    expect(() => orders(text)).toThrow("It must be a whole number from 1 to 100.");
  }
});

it("a file that cannot be read is named", async () => {
  await expect(readNamedFile("/nowhere/flow.yaml")).rejects.toMatchObject({
    code: "REQUEST_INVALID",
    message: "The file /nowhere/flow.yaml cannot be read.",
  });
});

it.each([
  ["90s", 90],
  ["45m", 2_700],
  ["12h", 43_200],
  ["3d", 259_200],
])("%s is %i seconds", (text, seconds) => {
  expect(lengthOfTime(text)).toBe(seconds);
});

it.each(["", "3", "d", "3 d", "-3d", "1.5h", "3w"])("%j is no length of time", (text) => {
  expect(() => lengthOfTime(text)).toThrow("Write it like 90m, 12h or 3d.");
});
