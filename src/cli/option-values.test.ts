import { expect, it } from "vitest";
import { readNamedFile, wholeNumber } from "./option-values.ts";

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
