// A world that the scenarios of one file share, and the shortest way from an order to what the books
// made of it. Ids such as G1 are those of the reference table of commerce pitfalls.

import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import {
  type Books,
  booksOf,
  type InvoiceInShort,
  invoiceInShort,
  type LedgerInvoice,
  type PaymentInShort,
  paymentInShort,
} from "../../support/books.ts";
import { settled } from "../../support/settled.ts";
import { type NewOrder, type Shop, shopOf } from "../../support/shop.ts";
import { createWorld, type World, type WorldOptions } from "../../support/world.ts";

/** An order and what the books hold for it. */
export interface Outcome extends InvoiceInShort {
  order: LedgerOrder;
  invoice: LedgerInvoice;
  payments: PaymentInShort[];
}

export interface GoldenWorld {
  readonly world: World;
  readonly shop: Shop;
  readonly books: Books;
  /** Places an order, waits until all is done, and gives the one invoice the books have for it. */
  invoiced(order: NewOrder): Promise<Outcome>;
  /** What the books hold for an order by now. */
  outcome(order: LedgerOrder): Promise<Outcome>;
  settle(): Promise<void>;
}

/** Call it once at the top of a test file. */
export function goldenWorld(options: WorldOptions = {}): GoldenWorld {
  let world: World;
  beforeAll(async () => {
    world = await createWorld(options);
  });
  afterEach(() => expect(world.errors).toEqual([]));
  afterAll(() => world?.close());
  const golden: GoldenWorld = {
    get world() {
      return world;
    },
    get shop() {
      return shopOf(world);
    },
    get books() {
      return booksOf(world);
    },
    settle: () => settled(world),
    async outcome(order) {
      const invoice = await golden.books.invoice(`K-${order.number}`);
      const payments = await golden.books.payments(invoice);
      return {
        order,
        invoice,
        ...invoiceInShort(invoice),
        payments: payments.map(paymentInShort),
      };
    },
    async invoiced(order) {
      const placed = await golden.shop.place(order);
      await settled(world);
      return golden.outcome(placed);
    },
  };
  return golden;
}
