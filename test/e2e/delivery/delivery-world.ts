// A world in which deliveries go wrong on purpose: what the tests of this folder share to order faults, to
// look into runs, and to prove from the simulators' own ledgers what came of it.

import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import type { ArmedFault } from "../../../sandbox/kit/fault-switchboard.ts";
import type { Simulator } from "../../../sandbox/kit/simulator.ts";
import { systemRandom } from "../../../src/core/ids.ts";
import type { Row } from "../../../src/store/schema.ts";
import { type Books, booksOf } from "../../support/books.ts";
import { callControl } from "../../support/control.ts";
import { settled } from "../../support/settled.ts";
import { type NewOrder, type Shop, shopOf } from "../../support/shop.ts";
import { createWorld, type World, type WorldOptions } from "../../support/world.ts";

/** Longer than any late commit and list lag that these tests order. */
export const settleMs = 400;

/** Delays are drawn at their shortest, so that no test waits for chance. */
const shortestDelays: WorldOptions = {
  random: { ...systemRandom, float: () => 0 },
  limits: { settleMs, timeoutMs: 1_000 },
};

export interface DeliveryWorld {
  readonly world: World;
  readonly shop: Shop;
  readonly books: Books;
  settle(): Promise<void>;
}

/** Call it once at the top of a test file; faults end with the test that ordered them. */
export function deliveryWorld(options: WorldOptions = {}): DeliveryWorld {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ ...shortestDelays, ...options });
    if (options.start !== false) await until("the first polls", () => isPolled(world));
  });
  afterEach(async () => {
    const { kentico, freshbooks } = world.sandbox;
    await Promise.all([disarm(kentico), disarm(freshbooks)]);
    expect(world.errors.splice(0)).toEqual([]);
  });
  afterAll(() => world.close());
  return {
    get world() {
      return world;
    },
    get shop() {
      return shopOf(world);
    },
    get books() {
      return booksOf(world);
    },
    settle: () => settle(world),
  };
}

const wakeMs = 50;

/** Waits until all is done; a worker looks for parked work more often than it would by itself. */
async function settle(world: World): Promise<void> {
  const waking = setInterval(world.engine.worker.wake, wakeMs);
  await settled(world).finally(() => clearInterval(waking));
}

async function disarm(simulator: Simulator): Promise<void> {
  await fetch(`${simulator.url}/_control/faults`, { method: "DELETE" });
}

/** The faults ordered of a simulator, with how often each was hit. */
export async function armedFaults(
  simulator: Simulator,
): Promise<Pick<ArmedFault, "kind" | "fired">[]> {
  const { faults } = await callControl<{ faults: ArmedFault[] }>(simulator, "faults");
  return faults.map(({ kind, fired }) => ({ kind, fired }));
}

/** A system is polled as soon as it is connected; a test's faults are not meant for those polls. */
async function isPolled({ engine }: World): Promise<boolean> {
  const cursors = await engine.db.selectFrom("cursor").select("last_polled_at").execute();
  return cursors.length > 0 && cursors.every((cursor) => cursor.last_polled_at !== null);
}

const pollMs = 10;

/** Waits until something is so; says what it waited for when it never is. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  deadlineMs = 10_000,
): Promise<void> {
  const untilMs = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > untilMs) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

let customers = 0;

/** An order of a customer nobody knows yet. */
export function newCustomersOrder(order: Partial<NewOrder> = {}): NewOrder {
  customers += 1;
  const email = `buyer-${customers}@example.com`;
  return {
    customer: { firstName: "Bea", lastName: `Buyer ${customers}`, email },
    lines: [{ price: "100.00" }],
    ...order,
  };
}

function placePaid(shop: Shop): Promise<LedgerOrder> {
  const order = newCustomersOrder();
  const payment = { completed: true, method: "Card", transactionId: `tx-${order.customer?.email}` };
  return shop.place({ ...order, payment });
}

/** Orders of different new customers, placed at once and paid by card. */
export async function placeOrders(
  shop: Shop,
  count: number,
): Promise<[LedgerOrder, ...LedgerOrder[]]> {
  const rest = Array.from({ length: count - 1 }, () => placePaid(shop));
  return Promise.all([placePaid(shop), ...rest]);
}

/** Proves from the ledger of the books: per order one invoice, one payment, one client, all in full. */
export async function expectEachOnce(books: Books, orders: readonly LedgerOrder[]): Promise<void> {
  const ledger = await books.ledger();
  const made = orders.map(({ number, customer }) => {
    const invoices = ledger.invoices.filter(({ invoice_number: own }) => own === `K-${number}`);
    const ids = invoices.map(({ id }) => id);
    return {
      number,
      invoices: invoices.map(({ amount }) => amount.amount),
      payments: ledger.payments
        .filter(({ invoiceid }) => ids.includes(invoiceid))
        .map(({ amount }) => amount.amount),
      clients: ledger.clients.filter(({ email }) => email === customer.email).length,
    };
  });
  const once = orders.map(({ number, totalPrice }) => ({
    number,
    invoices: [totalPrice],
    payments: [totalPrice],
    clients: 1,
  }));
  expect(made).toEqual(once);
}

/** How often each outcome was noted for the written messages of a kind. */
export async function writesInTrace(
  { engine }: World,
  orders: readonly LedgerOrder[],
  message: string,
): Promise<string[]> {
  const { rows } = await sql<{ outcome: string }>`
    select s.detail->>'outcome' as outcome
    from ledgerline.run_step s join ledgerline.run r on r.id = s.run_id
    where s.kind = 'write' and s.status = 'done' and s.detail->>'message' = ${message}
      and s.detail->>'outcome' in ('created', 'adopted')
      and r.entity_id = any(${orders.map(({ id }) => String(id))}::text[])
    order by 1`.execute(engine.db);
  return rows.map(({ outcome }) => outcome);
}

/** The one run of an order; throws when there are none or several. */
export async function onlyRun({ engine }: World, order: { id: number }): Promise<Row<"run">> {
  const [run, ...others] = await engine.db
    .selectFrom("run")
    .selectAll()
    .where("entity_id", "=", String(order.id))
    .execute();
  if (run && others.length === 0) return run;
  throw new Error(`Order ${order.id} has ${run ? 1 + others.length : 0} runs.`);
}

/** Waits until the order's run waits for the reason. */
export async function untilWaiting(
  world: World,
  order: { id: number },
  reasonCode: string,
): Promise<void> {
  await until(`order ${order.id} to wait for ${reasonCode}`, async () => {
    const runs = await world.engine.db
      .selectFrom("run")
      .select("reason_code")
      .where("entity_id", "=", String(order.id))
      .where("status", "=", "waiting")
      .execute();
    return runs.some(({ reason_code: code }) => code === reasonCode);
  });
}
