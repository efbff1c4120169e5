// The orders of the stand-in shop: each can be worked out from its number alone, so nothing is stored.

export interface StandInOrder {
  id: string;
  placedAt: string;
  currency: string;
  email: string;
  name: string;
  lines: { id: string; sku: string; quantity: string; unitPrice: string; total: string }[];
  total: string;
  paidAt: string;
}

const day = "2026-03-02T10:00:00Z";

function cents(amount: number): string {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, "0")}`;
}

/** Three lines, no tax, paid; every order has a customer of its own. */
export function standInOrder(id: number): StandInOrder {
  const lines = [1, 2, 3].map((line) => {
    const quantity = 1 + ((id + line) % 4);
    const price = 199 + ((id * 37 + line * 101) % 9_000);
    return { line, quantity, price };
  });
  const total = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  return {
    id: String(id),
    placedAt: day,
    currency: "USD",
    email: `buyer${id}@example.com`,
    name: `Buyer ${id}`,
    lines: lines.map(({ line, quantity, price }) => ({
      id: `${id}-${line}`,
      sku: `SKU-${line}`,
      quantity: String(quantity),
      unitPrice: cents(price),
      total: cents(quantity * price),
    })),
    total: cents(total),
    paidAt: day,
  };
}
