// I19: everything that was ever received, received twice again, changes nothing on the other side.

import type { IncomingEvent } from "../../../src/engine/intake.ts";
import { type Ledgers, ledgersOf } from "../ledgers.ts";
import { type CalmWorld, inCalmWorld } from "./calm-world.ts";
import type { Proof } from "./proof.ts";

const quietWithinMs = 120_000;

export const replayedHistory: Proof = {
  name: "replayed-history",
  run: ({ seed, orders }) =>
    inCalmWorld({ seed }, async (world) => {
      await world.place(seed, orders);
      await world.operator.untilQuiet(quietWithinMs);
      const before = await ledgersOf(world.sandbox);
      const first = await replay(world, 1);
      const second = await replay(world, 2);
      const after = await ledgersOf(world.sandbox);
      const extraWrites = writes(after) - writes(before);
      const changed = JSON.stringify(content(before)) !== JSON.stringify(content(after));
      const problems = await world.problems();
      if (extraWrites !== 0) problems.push(`${extraWrites} writes were made again`);
      if (changed) problems.push("the books are not what they were");
      return { figures: { orders, events: first + second, extraWrites }, problems };
    }),
};

/** Receives every stored event anew, as one that was never seen. */
async function replay({ platform, operator }: CalmWorld, round: number): Promise<number> {
  const { db, intake } = platform.engine;
  const rows = await db.selectFrom("event").selectAll().where("via", "<>", "manual").execute();
  const events = rows.map(
    (row): IncomingEvent => ({
      connectionId: row.connection_id,
      dedupeKey: `replay:${round}:${row.id}`,
      type: row.type,
      entity: row.entity,
      entityId: row.entity_id,
      occurredAt: row.occurred_at?.toISOString() ?? null,
      via: "manual",
      data: row.data,
    }),
  );
  for (let start = 0; start < events.length; start += 500) {
    await intake.receive(events.slice(start, start + 500));
  }
  await operator.untilQuiet(quietWithinMs);
  return events.length;
}

/** Calls that may change something; asking for a token changes nothing in the books. */
function writes({ shop, books }: Ledgers): number {
  const calls = [...shop.calls, ...books.calls];
  return calls.filter(({ method, path }) => method !== "GET" && !path.startsWith("/auth/")).length;
}

function content({ books }: Ledgers) {
  const { clients, invoices, payments } = books;
  return { clients, invoices, payments };
}
