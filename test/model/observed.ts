// The state of the real books and dead letters, in the words of the reference model.

import type { LedgerOrder } from "../../sandbox/kentico/ledger.ts";
import { booksOf, type LedgerInvoice } from "../support/books.ts";
import { deadLettersOf } from "../support/platform.ts";
import type { World } from "../support/world.ts";
import type { ModelOrder } from "./reference-model.ts";

const centsOf = (amount: string) => Math.round(Number(amount) * 100);

export interface ObservedOrder {
  /** Clients of the order's customer, whom no other order has. */
  clients: number;
  /** Total of each invoice of the order's number that is not deleted, with what is paid on it. */
  invoices: { cents: number; paidCents: number[] }[];
  letters: string[];
}

/** What is to be seen of an order, if the model is right. */
export function expected({ invoice, letter }: ModelOrder): ObservedOrder {
  const isThere = invoice !== null && !invoice.isDeleted;
  const paidCents = isThere && invoice.paidCents > 0 ? [invoice.paidCents] : [];
  return {
    // A client is made for the first invoice, and stays.
    clients: invoice === null ? 0 : 1,
    invoices: isThere ? [{ cents: invoice.cents, paidCents }] : [],
    letters: letter === null ? [] : [letter],
  };
}

export async function observed(world: World, order: LedgerOrder): Promise<ObservedOrder> {
  const { clients, invoices, payments } = await booksOf(world).ledger();
  const own = invoices.filter(
    ({ invoice_number, vis_state }) => invoice_number === `K-${order.number}` && vis_state === 0,
  );
  const paid = ({ id }: LedgerInvoice) =>
    payments
      .filter(({ invoiceid, vis_state }) => invoiceid === id && vis_state === 0)
      .map(({ amount }) => centsOf(amount.amount));
  const letters = await deadLettersOf(world, order);
  return {
    clients: clients.filter(({ email }) => email === order.customer.email).length,
    invoices: own.map((invoice) => ({
      cents: centsOf(invoice.amount.amount),
      paidCents: paid(invoice),
    })),
    letters: letters.map(({ code }) => code),
  };
}
