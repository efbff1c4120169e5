import { describe, expect, it } from "vitest";
import type { Fault } from "../../../sandbox/kit/fault.ts";
import { runsOf } from "../../support/platform.ts";
import {
  armedFaults,
  deliveryWorld,
  expectEachOnce,
  newCustomersOrder,
  placeOrders,
  settleMs,
  until,
  writesInTrace,
} from "./delivery-world.ts";

const delivery = deliveryWorld();

/** Calls that were executed although no usable answer came. */
const executed: Fault[] = [
  { kind: "commit-then-drop" },
  { kind: "truncated-body" },
  { kind: "empty-body" },
  { kind: "server-error-after-commit", status: 500 },
  { kind: "late-commit", delayMs: settleMs / 2 },
];

/** Calls that look the same to us and were not executed. */
const notExecuted: Fault[] = [
  { kind: "reset" },
  { kind: "server-error", status: 503 },
  { kind: "html-502" },
  { kind: "hang" },
];

describe.each([
  { message: "customer", path: "/users/clients" },
  { message: "invoice", path: "/invoices/invoices" },
  { message: "payment", path: "/payments/payments" },
])("one $message, when its making got no usable answer,", ({ message, path }) => {
  it("is adopted if it was made, is made if it was not, and is never made twice", async () => {
    const faults = [...executed, ...notExecuted];
    for (const [index, fault] of faults.entries()) {
      await delivery.books.arm({ ...fault, nth: index + 1, route: { method: "POST", path } });
    }
    const orders = await placeOrders(delivery.shop, faults.length + 1);
    await delivery.settle();

    expect(await armedFaults(delivery.world.sandbox.freshbooks)).toEqual(
      faults.map(({ kind }) => ({ kind, fired: 1 })),
    );
    await expectEachOnce(delivery.books, orders);
    const traced = await writesInTrace(delivery.world, orders, message);
    expect(traced.filter((outcome) => outcome === "adopted")).toHaveLength(executed.length);
    expect(traced).toHaveLength(orders.length);
  });
});

describe("every second invoice whose answer is dropped after it was made", () => {
  it("is adopted by looking it up: exactly one invoice for each of twenty orders", async () => {
    const { shop, books, world } = delivery;
    const route = { method: "POST", path: "/invoices/invoices" };
    await books.arm({ kind: "commit-then-drop", every: 2, route });
    const orders = await placeOrders(shop, 20);
    await delivery.settle();

    await expectEachOnce(books, orders);
    const traced = await writesInTrace(world, orders, "invoice");
    const [fault] = await armedFaults(world.sandbox.freshbooks);
    expect(fault?.fired).toBe(10);
    expect(traced.filter((outcome) => outcome === "adopted")).toHaveLength(10);
  });
});

describe("a list that shows new records late", () => {
  it("leads to no second invoice, whether it was made at once or late itself", async () => {
    const { shop, books } = delivery;
    await books.configure({ listLagMs: settleMs / 2 });
    const route = { method: "POST", path: "/invoices/invoices" };
    await books.arm({ kind: "commit-then-drop", nth: 1, route });
    await books.arm({ kind: "late-commit", delayMs: settleMs / 4, nth: 2, route });
    const orders = await placeOrders(shop, 4);
    await delivery.settle();

    await expectEachOnce(books, orders);
    await books.configure({ listLagMs: 0 });
  });
});

describe("an order that changes and changes back", () => {
  it("leaves the invoice as it was, also when the answer to the first change was lost", async () => {
    const { world, shop, books } = delivery;
    const order = await shop.place(newCustomersOrder());
    await delivery.settle();
    const invoice = await books.invoice(`K-${order.number}`);
    expect(invoice.amount.amount).toBe("100.00");

    const route = { method: "PUT", path: `/invoices/invoices/${invoice.id}` };
    await books.arm({ kind: "commit-then-drop", count: 1, route });
    await shop.edit(order, { lines: [{ price: "150.00" }] });
    await until("the lost answer", async () => {
      const runs = await runsOf(world, order);
      return runs.some(
        ({ status, reason_code: code }) => status === "waiting" && code === "OUTCOME_UNKNOWN",
      );
    });
    expect((await books.invoice(`K-${order.number}`)).amount.amount).toBe("150.00");
    await shop.edit(order, { lines: [{ price: "100.00" }] });
    await delivery.settle();

    expect((await books.invoice(`K-${order.number}`)).amount.amount).toBe("100.00");
  });
});

describe("what is known of a create without an answer", () => {
  it("is on record as uncertain, and as done with the record's id once that was found", async () => {
    const { world, shop, books } = delivery;
    const route = { method: "POST", path: "/invoices/invoices" };
    await books.arm({ kind: "commit-then-drop", count: 1, route });
    const [order] = await placeOrders(shop, 1);
    await delivery.settle();

    const invoice = await books.invoice(`K-${order?.number}`);
    const effects = await world.engine.db
      .selectFrom("effect")
      .select(["state", "to_id", "attempts"])
      .where("operation", "=", "freshbooks.invoice.create")
      .where("to_id", "=", String(invoice.id))
      .execute();
    expect(effects).toEqual([{ state: "done", to_id: String(invoice.id), attempts: 2 }]);
  });

  it("never stays uncertain when all work is done", async () => {
    const { count } = await delivery.world.engine.db
      .selectFrom("effect")
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("state", "<>", "done")
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(0);
  });
});
