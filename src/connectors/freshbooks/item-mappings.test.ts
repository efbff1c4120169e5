// The default mappings between canonical items and FreshBooks items.

import { expect, test } from "vitest";
import { toCanonical, toDraft } from "./default-mappings.fixture.ts";

test("an item without a SKU is recognised by the source's id", () => {
  const item = {
    id: "12",
    name: "Ethiopia 250 g",
    unitPrice: { amount: "12.95", currency: "USD" },
    isActive: true,
  };
  expect(toDraft("item", item)).toEqual({
    name: "Ethiopia 250 g",
    sku: "12",
    unit_cost: { amount: "12.95", code: "USD" },
  });
});

test("an item of FreshBooks becomes a canonical item", () => {
  const record = {
    id: 9,
    name: "Ethiopia 250 g",
    sku: "ETH-1",
    description: "",
    unit_cost: { amount: "12.95", code: "USD" },
    inventory: "40",
    updated: "2026-01-15 12:00:00",
    vis_state: 0,
  };
  expect(toCanonical("item", record)).toMatchObject({
    id: "9",
    sku: "ETH-1",
    unitPrice: { amount: "12.95", currency: "USD" },
    isActive: true,
    stock: "40",
  });
});
