// The levers of a test: ledger, reset, settings, and faults that reach FreshBooks' own state.
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  clientBody,
  invoiceBody,
  type Json,
  openSession,
  paymentBody,
  type Session,
} from "./session.fixture.ts";

let session: Session;

beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.simulator.close());

async function ledger(): Promise<Record<string, Json[]>> {
  return (await session.control("GET", "ledger")).body as Record<string, Json[]>;
}

test("the ledger shows everything that ever was, deleted things included, and every call", async () => {
  const client = await session.object("POST", "users/clients", clientBody());
  const invoice = invoiceBody(client["id"]);
  const { id } = await session.object("POST", "invoices/invoices", invoice);
  await session.object("POST", "payments/payments", paymentBody(id, "180.00"));
  await session.books("PUT", `invoices/invoices/${id}`, { invoice: { vis_state: 1 } });
  const { clients, invoices, payments, overpaymentCredits, calls } = await ledger();
  expect(clients).toHaveLength(1);
  expect(invoices).toMatchObject([
    {
      vis_state: 1,
      amount: { amount: "100.00", code: "USD" },
      paid: { amount: "100.00", code: "USD" },
      outstanding: { amount: "0.00", code: "USD" },
      lines: [{ name: "Tea", qty: "4" }],
    },
  ]);
  expect(payments).toMatchObject([{ amount: { amount: "100.00", code: "USD" } }]);
  expect(overpaymentCredits).toMatchObject([{ amount: { amount: "80.00", code: "USD" } }]);
  expect(invoices?.[0]?.["createdAt"]).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  expect(calls?.map(({ method, status }) => [method, status])).toEqual([
    ["POST", 200],
    ["POST", 200],
    ["POST", 200],
    ["PUT", 200],
  ]);
});

test("a request whose answer was lost is in the books", async () => {
  const route = { method: "POST", path: "/users/clients" };
  await session.control("POST", "faults", { kind: "commit-then-drop", route, count: 1 });
  await expect(session.books("POST", "users/clients", clientBody())).rejects.toThrow();
  expect((await ledger())["clients"]).toHaveLength(1);
});

test("a reset empties the books and settings but keeps the connection", async () => {
  await session.books("POST", "users/clients", clientBody());
  await session.control("POST", "settings", { acceptNegativeLines: false, listLagMs: 5 });
  await session.control("POST", "reset");
  const { clients, calls } = await ledger();
  expect([clients, calls]).toEqual([[], []]);
  const settings = await session.control("GET", "settings");
  expect(settings.body).toMatchObject({ acceptNegativeLines: true, listLagMs: 0 });
  expect((await session.books("GET", "users/clients")).status).toBe(200);
});

test("an unknown setting is refused, and so is a start with one out of range", async () => {
  expect((await session.control("POST", "settings", { mood: "good" })).status).toBe(400);
  await expect(openSession({ rateLimitPerMinute: 0 })).rejects.toThrow();
});

test("the same seed gives the same credentials and another seed others", async () => {
  const twin = await openSession({ seed: 1 });
  const other = await openSession({ seed: 2 });
  expect(twin.simulator.credentials).toEqual(session.simulator.credentials);
  expect(other.accountId).not.toBe(session.accountId);
  await twin.simulator.close();
  await other.simulator.close();
});

test("the health page answers", async () => {
  expect((await session.call("GET", "/healthz")).status).toBe(200);
});
