// What the generated orders buy: one product per tax class, with drawn prices and quantities.
import type { OrderBody } from "../kentico/order-request.ts";
import type { SeededRandom } from "../kit/seeded-random.ts";

export type Line = OrderBody["lines"][number];

/** An amount between two whole numbers with two digits, never written as a float. */
export function price(random: SeededRandom, from: number, to: number): string {
  const cents = String(random.int(100)).padStart(2, "0");
  return `${from + random.int(to - from)}.${cents}`;
}

const quantity = (random: SeededRandom) => 1 + random.int(4);

export const coffee = (random: SeededRandom): Line => ({
  sku: "ETH-1",
  name: "Ethiopia",
  quantity: quantity(random),
  unitPrice: price(random, 9, 18),
  taxClass: "Food",
});

export const grinder = (random: SeededRandom): Line => ({
  sku: "GRI-1",
  name: "Grinder",
  quantity: 1,
  unitPrice: price(random, 120, 240),
  taxClass: "Standard",
});

export const filters = (random: SeededRandom): Line => ({
  sku: "FIL-100",
  name: "Paper filters, 100",
  quantity: quantity(random),
  unitPrice: price(random, 3, 7),
  taxClass: "Sales",
});

export const mug = (random: SeededRandom): Line => ({
  sku: "MUG-1",
  name: "Mug",
  quantity: quantity(random),
  unitPrice: price(random, 8, 15),
  taxClass: "Standard",
});

export const book = (random: SeededRandom): Line => ({
  sku: "BOOK-1",
  name: "Brewing handbook",
  quantity: 1,
  unitPrice: price(random, 10, 30),
  taxClass: "Reduced",
});

export const catalogue = (random: SeededRandom): Line => ({
  sku: "CAT-1",
  name: "Printed catalogue",
  quantity: 1,
  unitPrice: price(random, 5, 9),
  taxClass: "Zero",
});
