// The generated orders: repeatable, varied, and accepted by the simulated shop.
import { expect, test } from "vitest";
import type { KenticoLedger, LedgerOrder } from "../kentico/ledger.ts";
import { orderRequest } from "../kentico/order-request.ts";
import { startKentico } from "../kentico/server.ts";
import { driveScenario } from "./drive.ts";
import { generateOrders } from "./generate-orders.ts";
import { brokenShapes, changingShapes, emptyShapes, soundShapes } from "./shapes.ts";

test("the same seed gives the same orders, another seed other ones", () => {
  const first = generateOrders({ seed: 7, count: 100 });
  expect(generateOrders({ seed: 7, count: 100 })).toEqual(first);
  expect(generateOrders({ seed: 8, count: 100 })).not.toEqual(first);
});

test("a few hundred orders hold every shape, and one in fifty needs a person", () => {
  const orders = generateOrders({ seed: 1, count: 1_000, withChanges: true });
  const shapes = [soundShapes, brokenShapes, emptyShapes, changingShapes].flatMap(Object.keys);
  expect(new Set(orders.map(({ shape }) => shape))).toEqual(new Set(shapes));
  expect(orders.filter(({ meant }) => meant === "dead-letter")).toHaveLength(20);
  expect(orders.every(({ body }) => orderRequest.safeParse(body).success)).toBe(true);
});

test("repeat customers spell their e-mail address in more than one way", () => {
  const emails = generateOrders({ seed: 1, count: 300 }).map(({ body }) => body.customer.email);
  const ann = emails.filter((email) => email?.trim().toLowerCase() === "ann.lee@example.com");
  expect(new Set(ann).size).toBe(3);
});

test("a driven scenario is placed, paid, edited and cancelled, and its sound orders add up", async () => {
  const kentico = await startKentico();
  try {
    const orders = generateOrders({ seed: 5, count: 400, withChanges: true });
    const progress: number[] = [];
    const placed = await driveScenario({
      kenticoUrl: kentico.url,
      orders,
      concurrency: 4,
      onProgress: (count) => progress.push(count),
    });
    expect(progress.at(-1)).toBe(400);
    const response = await fetch(`${kentico.url}/_control/ledger`);
    const ledger = (await response.json()) as KenticoLedger;
    expect(ledger.orders).toHaveLength(400);
    const byId = new Map(ledger.orders.map((order) => [order.id, order]));
    const states = (shape: string) =>
      new Set(
        placed
          .filter((each) => each.shape === shape)
          .map(({ id }) => `${byId.get(id)?.status} ${byId.get(id)?.isPaid}`),
      );
    expect(states("paid later")).toEqual(new Set(["PaymentReceived true"]));
    expect(states("cancelled before payment")).toEqual(new Set(["Canceled false"]));
    expect(states("unpaid, on terms")).toEqual(new Set(["New false"]));
    const sound = ledger.orders.filter(({ meant }) => meant === "invoice");
    expect(sound.filter((order) => distance(order) !== 0n)).toEqual([]);
    const broken = placed.filter(({ shape }) => shape === "totals 1.00 off");
    const distances = broken.map(({ id }) => distance(byId.get(id)));
    expect(distances.every((off) => off === 1_000_000_000n || off === -1_000_000_000n)).toBe(true);
    const zero = ledger.orders.filter(({ meant }) => meant === "skip");
    expect(new Set(zero.map(({ totalPrice }) => Number(totalPrice)))).toEqual(new Set([0]));
  } finally {
    await kentico.close();
  }
});

/** How far the total is from its parts, in billionths: lines, less discounts, shipping, and tax when it is on top. */
function distance(order: LedgerOrder | undefined): bigint {
  if (order === undefined) throw new TypeError("The ledger lacks a placed order.");
  const lines = order.lines.map(({ total }) => billionths(total));
  const discounts = order.discounts.map(({ value }) => -billionths(value));
  const tax = order.pricesIncludeTax ? 0n : billionths(order.totalTax);
  const parts = [...lines, ...discounts, billionths(order.shipping), tax];
  return billionths(order.totalPrice) - parts.reduce((sum, part) => sum + part, 0n);
}

function billionths(amount: string | null): bigint {
  const [whole = "0", fraction = ""] = (amount ?? "0").split(".");
  return BigInt(whole + fraction.padEnd(9, "0"));
}
