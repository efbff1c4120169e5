import { expect, test } from "vitest";
import { numberFrom } from "./document-number.ts";

const order = { id: "9001", number: "1042" };

test("a document's number follows the pattern of the connection", () => {
  expect(numberFrom("K-{number}", order)).toBe("K-1042");
  expect(numberFrom("SHOP-{number}/{id}", order)).toBe("SHOP-1042/9001");
  expect(numberFrom("{number}", order)).toBe("1042");
});

test("an order number with signs of a pattern in it is copied as it is", () => {
  expect(numberFrom("K-{number}", { id: "1", number: "$&{id}" })).toBe("K-$&{id}");
});

test.each([
  ["K-{orderNumber}-{id}", "{orderNumber}"],
  ["K-{number}{}", "{}"],
  ["{prefix}{number}", "{prefix}"],
  ["K-1", "same number"],
  ["{constructor}{id}", "{constructor}"],
])("the pattern %j is refused because of %s", (pattern, problem) => {
  expect(() => numberFrom(pattern, order)).toThrowError(
    expect.objectContaining({
      code: "CONFIGURATION_INVALID",
      message: expect.stringContaining(problem),
    }),
  );
});
