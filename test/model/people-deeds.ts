// What people do in the books and with dead letters.

import type { LedgerOrder } from "../../sandbox/kentico/ledger.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { discardDeadLetter, replayDeadLetter } from "../../src/engine/letters/desk.ts";
import { booksOf } from "../support/books.ts";
import { deadLettersOf } from "../support/platform.ts";
import { type Command, toOrder } from "./command.ts";
import type { CrashingWorld } from "./crashing-world.ts";
import { catchUp, isLive, type ModelOrder, write } from "./reference-model.ts";

const euros = (cents: number) => (cents / 100).toFixed(2);

const hasOpenInvoice = ({ invoice }: ModelOrder) => invoice?.isDeleted === false;

export function humanEditsInBooks(draw: number): Command {
  return toOrder(draw, {
    says: "a person writes terms on the invoice",
    may: (order, model) => isLive(model) && hasOpenInvoice(order),
    model: () => {},
    real: async (order, { world }) => {
      const invoice = await booksOf(world).invoice(`K-${order.number}`);
      const change = { invoice: { terms: "Thank you." } };
      await booksOf(world).byHand(`invoices/invoices/${invoice.id}`, change, "PUT");
    },
  });
}

export function humanDeletes(draw: number): Command {
  return toOrder(draw, {
    says: "a person deletes the unpaid invoice",
    may: (order, model) => isLive(model) && hasOpenInvoice(order) && order.invoice?.paidCents === 0,
    model: (order) => {
      if (order.invoice) order.invoice.isDeleted = true;
    },
    real: async (order, { world }) => {
      const invoice = await booksOf(world).invoice(`K-${order.number}`);
      const change = { invoice: { vis_state: 1 } };
      await booksOf(world).byHand(`invoices/invoices/${invoice.id}`, change, "PUT");
    },
  });
}

async function letterOf(world: CrashingWorld, order: LedgerOrder) {
  const [letter] = await deadLettersOf(world, order);
  if (letter) return letter;
  throw new Error(`Order ${order.id} has no dead letter.`);
}

/** A person corrects the total of the message; what happened in the shop since then comes after it. */
export function editAndReplay(draw: number): Command {
  return toOrder(draw, {
    says: "correct the message of the dead letter and replay it",
    may: (order, model) => isLive(model) && order.letter === "TOTALS_DO_NOT_RECONCILE",
    model: (order, model) => {
      order.letter = write(order, order.lettered);
      catchUp(model);
    },
    real: async (order, { world }, { lettered }) => {
      const letter = await letterOf(world, order);
      const old = letter.payload as { totals: JsonObject };
      const total = { amount: euros(lettered.cents), currency: "USD" };
      const corrected = { ...old, totals: { ...old.totals, total, due: total } };
      await replayDeadLetter(world.engine, letter.id, corrected);
    },
  });
}

export function discard(draw: number): Command {
  return toOrder(draw, {
    says: "discard the dead letter",
    may: (order, model) => isLive(model) && order.letter !== null,
    model: (order, model) => {
      order.letter = null;
      catchUp(model);
    },
    real: async (order, { world }) => {
      const { id } = await letterOf(world, order);
      await discardDeadLetter(world.engine, id, { by: "Mia", note: "Settled by hand." });
    },
  });
}
