import { expect, it } from "vitest";
import { deliveryWorld, newCustomersOrder } from "./delivery-world.ts";

const delivery = deliveryWorld();

it("fifty orders of one new customer placed at once make one client and fifty invoices", async () => {
  const { shop, books } = delivery;
  const { customer } = newCustomersOrder();
  const prices = Array.from({ length: 50 }, (_, index) => `${index + 1}.00`);
  const orders = await Promise.all(
    prices.map((price) => shop.place(newCustomersOrder({ customer, lines: [{ price }] }))),
  );
  await delivery.settle();

  const { clients, invoices } = await books.ledger();
  expect(clients.map(({ email }) => email)).toEqual([customer?.email]);
  expect(new Set(invoices.map(({ customerid }) => customerid))).toEqual(new Set([clients[0]?.id]));
  const totals = new Map(
    invoices.map((invoice) => [invoice.invoice_number, invoice.amount.amount]),
  );
  expect(invoices).toHaveLength(50);
  expect(totals).toEqual(new Map(orders.map((order) => [`K-${order.number}`, order.totalPrice])));
});
