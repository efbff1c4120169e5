// Clients: what makes one, what is filled in, what a filter finds.
import { afterEach, beforeEach, expect, test } from "vitest";
import { manualSandboxClock } from "../kit/manual-clock.fixture.ts";
import {
  clientBody,
  errnosOf,
  invoiceBody,
  type Json,
  listOf,
  openSession,
  paymentBody,
  type Session,
} from "./session.fixture.ts";

let session: Session;
let clock: ReturnType<typeof manualSandboxClock>;

beforeEach(async () => {
  clock = manualSandboxClock(new Date("2026-06-29T16:52:44.256Z"));
  session = await openSession({ clock });
});
afterEach(() => session.simulator.close());

const create = (fields: Json = {}) => session.object("POST", "users/clients", clientBody(fields));
const find = async (query: string) => listOf(await session.books("GET", `users/clients?${query}`));

test("a new client is shown in full, in Eastern time except for its UTC sign-up date (quirk 12)", async () => {
  const client = await create();
  expect(client).toMatchObject({
    accounting_systemid: session.accountId,
    fname: "Ada",
    email: "ada@example.com",
    organization: "",
    currency_code: "USD",
    language: "en",
    note: null,
    role: "client",
    vis_state: 0,
    updated: "2026-06-29 12:52:44",
    signup_date: "2026-06-29 16:52:44",
  });
  expect(client["id"]).toBe(client["userid"]);
});

test("in winter Eastern time is five hours behind (quirk 12)", async () => {
  clock.advance(-150 * 86_400_000);
  expect((await create())["updated"]).toBe("2026-01-30 11:52:44");
});

test("a client needs a name, an organisation or an e-mail", async () => {
  const refused = await session.books("POST", "users/clients", { client: { note: "nobody" } });
  expect([refused.status, errnosOf(refused)]).toEqual([422, [7012]]);
});

test("two clients may share an e-mail and get different user names (quirk 19)", async () => {
  const names = [(await create())["username"], (await create())["username"]];
  expect(names).toEqual(["ada", "ada2"]);
  expect(await find("search[email]=ada@example.com")).toHaveLength(2);
});

test("a client known only by e-mail gets it as its organisation", async () => {
  const body = { client: { email: "solo@example.com" } };
  const client = await session.object("POST", "users/clients", body);
  expect(client["organization"]).toBe("solo@example.com");
});

test("an unknown field and a read-only one are dropped without a word (quirk 20)", async () => {
  const client = await create({ favourite: "tea", uuid: "mine", level: 9 });
  expect(client["favourite"]).toBeUndefined();
  expect(client["level"]).toBe(0);
  expect(client["uuid"]).not.toBe("mine");
});

test("a change touches only the fields it names", async () => {
  const { id } = await create({ note: "first" });
  const changed = await session.object("PUT", `users/clients/${id}`, { client: { fname: "Eve" } });
  expect(changed).toMatchObject({ fname: "Eve", lname: "Byron", note: "first" });
});

test("a filter with a plus sign in the e-mail needs URL encoding", async () => {
  await create({ email: "a+b@example.com" });
  expect(await find("search[email]=a%2Bb@example.com")).toHaveLength(1);
  expect(await find("search[email]=a+b@example.com")).toHaveLength(0);
});

test("an unknown filter is ignored and everybody comes back (quirk 13)", async () => {
  await create({ fname: "Ada" });
  await create({ fname: "Bob" });
  expect(await find("search[fname]=Ada")).toHaveLength(2);
  expect(await find("search[fname_like]=AD")).toHaveLength(1);
});

test("the updated filter sees Eastern days and not moments (quirk 11)", async () => {
  await create();
  expect(await find("search[updated_min]=2026-06-29")).toHaveLength(1);
  expect(await find("search[updated_min]=2026-06-29 23:00:00")).toHaveLength(1);
  expect(await find("search[updated_min]=2026-06-30")).toHaveLength(0);
  expect(await find("search[updated_max]=2026-06-29")).toHaveLength(0);
  expect(errnosOf(await session.books("GET", "users/clients?search[updated_min]=soon"))).toEqual([
    1023,
  ]);
});

test("a new invoice counts as a change of its client (quirk 25)", async () => {
  const { id } = await create();
  clock.advance(3_600_000);
  await session.object("POST", "invoices/invoices", invoiceBody(id));
  expect((await session.object("GET", `users/clients/${id}`))["updated"]).toBe(
    "2026-06-29 13:52:44",
  );
});

test("balances come per currency when included, and are empty lists when there is nothing", async () => {
  const { id } = await create();
  const { id: invoiceId } = await session.object("POST", "invoices/invoices", invoiceBody(id));
  const path = `users/clients/${id}?include[]=draft_balance&include[]=outstanding_balance&include[]=credit_balance`;
  const amount = (value: string) => [{ amount: { amount: value, code: "USD" } }];
  expect(await session.object("GET", path)).toMatchObject({
    draft_balance: amount("100.00"),
    outstanding_balance: [],
    credit_balance: [],
  });
  await session.object("POST", "payments/payments", paymentBody(invoiceId, "130.00"));
  expect(await session.object("GET", path)).toMatchObject({
    draft_balance: [],
    outstanding_balance: [],
    credit_balance: amount("30.00"),
  });
});
