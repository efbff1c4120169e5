// All commands, as often as they are drawn.

import fc from "fast-check";
import type { Command, Real } from "./command.ts";
import { discard, editAndReplay, humanDeletes, humanEditsInBooks } from "./people-deeds.ts";
import {
  crash,
  disable,
  doubtful,
  enable,
  pause,
  reconnect,
  repeatWebhooks,
  resume,
  revoke,
  shuffleWebhooks,
} from "./platform-deeds.ts";
import type { Model } from "./reference-model.ts";
import { cancel, duplicateWebhook, edit, pay, place } from "./shop-deeds.ts";

const cents = fc.integer({ min: 1, max: 100_000 });
const which = fc.nat({ max: 5 });

export const commands: fc.Arbitrary<Command>[] = [
  cents.map((each) => place(each, {})),
  cents.map((each) => place(each, { isPaid: true })),
  cents.map((each) => place(each, { isWrong: true })),
  fc.tuple(which, cents).map(([draw, each]) => edit(draw, each)),
  which.map(cancel),
  which.map(pay),
  which.map(duplicateWebhook),
  which.map(humanEditsInBooks),
  which.map(humanDeletes),
  which.map(editAndReplay),
  which.map(discard),
  fc.nat({ max: 30 }).map(crash),
  ...[pause, resume, disable, enable, revoke, reconnect].map((each) => fc.constant(each)),
  ...[shuffleWebhooks, repeatWebhooks].map((each) => fc.constant(each)),
  // Drawn more often, as they need an order after them.
  doubtful,
  doubtful,
  doubtful,
];

/** Ends whatever is still held back, so that everything can be done. */
export async function release(model: Model, real: Real): Promise<void> {
  for (const each of [resume, reconnect, enable]) {
    if (each.check(model)) await each.run(model, real);
  }
}
