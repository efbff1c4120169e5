// What must hold after whatever happened to the platform: both sides agree, and nothing received is lost.

import { sql } from "kysely";
import { driveScenario } from "../../../sandbox/scenario/drive.ts";
import type { ScenarioOrder } from "../../../sandbox/scenario/generate-orders.ts";
import type { Sandbox } from "../../../sandbox/start.ts";
import { compareSides } from "../../../src/cli/demo/report.ts";
import type { Db } from "../../../src/store/schema.ts";
import { callControl } from "../../support/control.ts";
import { shopOf } from "../../support/shop.ts";
import { until } from "./until.ts";

/** Places orders, four at a time, and changes those that are meant to change. */
export async function placeOrders(
  sandbox: Sandbox,
  orders: readonly ScenarioOrder[],
): Promise<void> {
  await driveScenario({ kenticoUrl: sandbox.kentico.url, orders, concurrency: 4 });
}

/** Resolves when the books have `count` more invoices than now. */
export async function untilMoreInvoices(sandbox: Sandbox, count: number): Promise<void> {
  const countInvoices = await invoiceCounter(sandbox);
  const enough = (await countInvoices()) + count;
  const isEnough = async () => (await countInvoices()) >= enough;
  await until(isEnough, { what: `${count} more invoices`, deadlineMs: 40_000 });
}

/** Asks as a bookkeeper would: the whole ledger, many times, would slow down what is waited for. */
async function invoiceCounter({ freshbooks }: Sandbox): Promise<() => Promise<number>> {
  const token = await callControl<{ access_token: string }>(freshbooks, "access-token", {});
  const account = freshbooks.credentials["accountId"] ?? "";
  const address = `${freshbooks.url}/accounting/account/${account}/invoices/invoices?per_page=1`;
  const headers = { authorization: `Bearer ${token.access_token}` };
  return async () => {
    const answer = await (await fetch(address, { headers })).json();
    return (answer as { response: { result: { total: number } } }).response.result.total;
  };
}

/** The shop's pauses up to here are seconds; the next one is minutes. */
const quickAttempts = 4;

/**
 * Resolves when no webhook and no run is under way. Webhooks that met a dead platform so often that the
 * shop now pauses for minutes are not waited for: polling, the backstop, is made due at once instead.
 */
export async function untilQuiet(sandbox: Sandbox, db: Db): Promise<void> {
  const shop = shopOf({ sandbox });
  const undelivered = async () =>
    (await shop.deliveries()).filter(({ state }) => state !== "delivered");
  const isTried = async () =>
    (await undelivered()).every(({ attempts }) => attempts >= quickAttempts);
  await until(isTried, { what: "every webhook was tried a few times", deadlineMs: 30_000 });
  if ((await undelivered()).length > 0) await pollNow(db);
  let seen = "";
  const isQuiet = async () => {
    const runs = await runsUnderWay(db);
    seen = JSON.stringify(runs);
    return runs.length === 0;
  };
  await until(isQuiet, { what: () => `every run is over: ${seen}`, deadlineMs: 30_000 });
}

async function pollNow(db: Db): Promise<void> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const now = rows[0]?.now ?? new Date();
  await db.updateTable("cursor").set({ next_poll_at: now, leased_until: null }).execute();
  const isPolled = async () => {
    const cursors = await db.selectFrom("cursor").selectAll().execute();
    return cursors.every(({ last_polled_at }) => last_polled_at !== null && last_polled_at >= now);
  };
  await until(isPolled, { what: "every system is polled" });
}

async function runsUnderWay(db: Db) {
  const rows = await db
    .selectFrom("run")
    .select(["subject_key", "status", "reason", "next_action_at", "attempts", "claims"])
    .where("status", "in", ["queued", "running", "waiting", "dead"])
    .execute();
  const stuck = new Set(rows.filter((row) => row.status === "dead").map((row) => row.subject_key));
  return rows.filter((row) => !stuck.has(row.subject_key));
}

/** What is wrong between shop and books, in words; nothing when all is well. */
export async function differences(sandbox: Sandbox): Promise<string[]> {
  const { duplicates, missing, mismatches, unknownInvoices } = await compareSides(sandbox);
  return [
    ...[...duplicates, ...missing, ...mismatches].map(
      ({ kind, of, detail }) => `${kind} of ${of}: ${detail}`,
    ),
    ...unknownInvoices.map((number) => `invoice ${number} of no order`),
  ];
}

/** Ids of webhooks that were answered with 2xx but whose event is not in the database. */
export async function lostEvents(sandbox: Sandbox, db: Db): Promise<string[]> {
  const rows = await db.selectFrom("event").select("dedupe_key").execute();
  const stored = new Set(rows.map((row) => row.dedupe_key));
  const deliveries = await shopOf({ sandbox }).deliveries();
  return deliveries
    .filter(({ id, state }) => state === "delivered" && !stored.has(id))
    .map(({ id }) => id);
}

/** Orders whose dead letter no one meant. */
export async function unmeantDeadLetters(sandbox: Sandbox, db: Db): Promise<string[]> {
  const orders = await shopOf({ sandbox }).orders();
  const meant = new Set(
    orders.filter((order) => order.meant === "dead-letter").map((order) => String(order.id)),
  );
  const letters = await db
    .selectFrom("dead_letter")
    .innerJoin("run", "run.id", "dead_letter.run_id")
    .select(["run.entity_id", "dead_letter.code", "dead_letter.message"])
    .where("dead_letter.status", "=", "open")
    .execute();
  return letters
    .filter(({ entity_id }) => !meant.has(entity_id))
    .map(({ entity_id, code, message }) => `order ${entity_id}: ${code} ${message}`);
}
