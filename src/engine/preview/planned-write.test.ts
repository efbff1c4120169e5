import { describe, expect, it } from "vitest";
import { hashOf, isPlaceholder, placeholderId } from "./planned-write.ts";

const invoice = {
  record: "invoice",
  action: "create",
  reference: "LL-7Q2MZK4R9XW3",
  draft: { customerid: placeholderId(1), number: "K-7", lines: [{ amount: "10.00" }] },
};
const unmade = new Map([["client", placeholderId(1)]]);

describe("the hash a write is approved by", () => {
  it("stays the same once a record that it names was made", () => {
    const made = { ...invoice, draft: { ...invoice.draft, customerid: 4711 } };
    expect(hashOf(made, new Map([["client", "4711"]]))).toBe(hashOf(invoice, unmade));
  });

  it.each([
    ["its content", { draft: { ...invoice.draft, lines: [{ amount: "10.01" }] } }],
    ["the record it names", { draft: { ...invoice.draft, customerid: 12 } }],
    ["what is done", { action: "update" }],
    ["what it is the effect of", { reference: "LL-000000000000" }],
  ])("changes with %s", (_, change) => {
    expect(hashOf({ ...invoice, ...change }, unmade)).not.toBe(hashOf(invoice, unmade));
  });
});

it("an id that only stands in is not taken for one of a system", () => {
  expect(isPlaceholder(placeholderId(12))).toBe(true);
  expect([null, "12", "900000000", "LL-7Q2MZK4R9XW3"].some(isPlaceholder)).toBe(false);
});
