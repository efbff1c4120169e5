import { afterEach, describe, expect, it } from "vitest";
import type { LedgerClient } from "../../support/books.ts";
import { deadLettersOf, replay, setParams } from "../../support/platform.ts";
import { type NewOrder, places } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const golden = goldenWorld();

afterEach(() => setParams(golden.world, {}));

function orderOf(customer: NewOrder["customer"]): NewOrder {
  return { lines: [{ name: "Mug", price: "9.99" }], ...(customer && { customer }) };
}

async function clientsWith(field: "email" | "organization", value: string) {
  const { clients } = await golden.books.ledger();
  return clients.filter((client) => client[field] === value);
}

/** Places orders at the same time and gives their invoices in the same order. */
async function invoicesOf(...orders: NewOrder[]) {
  const placed = await Promise.all(orders.map((order) => golden.shop.place(order)));
  await golden.settle();
  return Promise.all(placed.map(async (order) => (await golden.outcome(order)).invoice));
}

describe("customers become clients", () => {
  it("G19: two orders of one guest at the same time make one client and two invoices", async () => {
    const [first, second] = await invoicesOf(
      orderOf({ firstName: "Ann", lastName: "Lee", email: "Ann@Example.com " }),
      orderOf({ firstName: "Ann", lastName: "Lee", email: "ann@example.com" }),
    );
    const [client, ...others] = await clientsWith("email", "ann@example.com");
    expect(others).toEqual([]);
    expect(client).toMatchObject({ fname: "Ann", lname: "Lee", email: "ann@example.com" });
    expect(first?.id).not.toBe(second?.id);
    expect([first?.customerid, second?.customerid]).toEqual([client?.id, client?.id]);
  });

  it("a guest who registers later stays the same client", async () => {
    const bob = { firstName: "Bob", lastName: "Moss", email: "bob@example.com" };
    const [asGuest] = await invoicesOf(orderOf(bob));
    const [registered] = await invoicesOf(orderOf({ ...bob, registered: true }));
    expect(registered?.customerid).toBe(asGuest?.customerid);
  });

  it("one address that buys for two companies is a client for each", async () => {
    const dana = { firstName: "Dana", lastName: "Field", email: "ap@agency.example" };
    const [alpha, beta, again] = await invoicesOf(
      orderOf({ ...dana, company: "Alpha Roasters" }),
      orderOf({ ...dana, company: "Beta Cafés" }),
      orderOf({ ...dana, company: "ALPHA ROASTERS" }),
    );
    expect(await clientsWith("email", "ap@agency.example")).toHaveLength(2);
    expect(again?.customerid).toBe(alpha?.customerid);
    expect(beta?.customerid).not.toBe(alpha?.customerid);
  });

  it("people of the same name with other addresses are never merged", async () => {
    const [one, other] = await invoicesOf(
      orderOf({ firstName: "Jo", lastName: "King", email: "jo@one.example" }),
      orderOf({ firstName: "Jo", lastName: "King", email: "jo@other.example" }),
    );
    expect(one?.customerid).not.toBe(other?.customerid);
  });

  it("orders by phone, without an address, make a client for each customer of the shop", async () => {
    const caller = { firstName: "Cher", lastName: "", phone: "+1 555 1000" };
    const [one, other] = await invoicesOf(orderOf(caller), orderOf(caller));
    expect(one?.customerid).not.toBe(other?.customerid);
    expect(await golden.books.client(one?.customerid ?? 0)).toMatchObject({
      fname: "Cher",
      lname: "",
      email: "",
    });
  });

  it("a client that a bookkeeper made before is used and left as it is", async () => {
    const byHand = { fname: "Eve", lname: "Stone", email: "Eve@Example.com", note: "Pays late" };
    await golden.books.byHand("users/clients", { client: byHand });
    const [invoice] = await invoicesOf(
      orderOf({ firstName: "Evelyn", lastName: "Stone", email: "eve@example.com" }),
    );
    expect(await golden.books.client(invoice?.customerid ?? 0)).toMatchObject(byHand);
    expect(await clientsWith("email", "eve@example.com")).toEqual([]);
  });

  it("two clients of one address put the order before a person; after one is gone it goes on", async () => {
    const twin = { fname: "Max", lname: "Twin", email: "max@example.com" };
    await golden.books.byHand("users/clients", { client: twin });
    await golden.books.byHand("users/clients", { client: twin });
    const order = await golden.shop.place(
      orderOf({ firstName: "Max", lastName: "Twin", email: "max@example.com" }),
    );
    await golden.settle();
    const [kept, surplus] = await clientsWith("email", "max@example.com");
    const [letter] = await deadLettersOf(golden.world, order);
    expect(letter).toMatchObject({ code: "DUPLICATE_FOUND" });
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);

    const removal = { client: { vis_state: 1 } };
    await golden.books.byHand(`users/clients/${surplus?.id}`, removal, "PUT");
    await replay(golden.world, letter ?? { id: "" });
    expect((await golden.outcome(order)).invoice.customerid).toBe(kept?.id);
  });
});

describe("one client for all guests", () => {
  const mia: NewOrder = {
    ...orderOf({ firstName: "Mia", lastName: "Wong", email: "mia@example.com" }),
    billingAddress: places.fresno,
  };
  const noah = orderOf({ firstName: "Noah", lastName: "Berg", email: "noah@example.com" });

  it("holds no personal data; names and addresses stand on the invoices", async () => {
    await setParams(golden.world, {
      guestPolicy: "one-guest-client",
      guestClientName: "Web shop guest",
    });
    const [first, second] = await invoicesOf(mia, noah);
    const [guest, ...others] = await clientsWith("organization", "Web shop guest");
    expect(others).toEqual([]);
    expect(guest).toMatchObject<Partial<LedgerClient>>({
      fname: "",
      lname: "",
      email: "",
      p_street: "",
    });
    expect([first?.customerid, second?.customerid]).toEqual([guest?.id, guest?.id]);
    expect(first).toMatchObject({
      fname: "Mia",
      lname: "Wong",
      street: "77 Fig Ave",
      city: "Fresno",
    });
    expect(second).toMatchObject({ fname: "Noah", lname: "Berg", street: "1 High St" });
    expect(await clientsWith("email", "mia@example.com")).toEqual([]);
  });

  it("is not for registered customers", async () => {
    await setParams(golden.world, { guestPolicy: "one-guest-client" });
    const ida = { firstName: "Ida", lastName: "Roth", email: "ida@example.com", registered: true };
    const [invoice] = await invoicesOf(orderOf(ida));
    expect(await golden.books.client(invoice?.customerid ?? 0)).toMatchObject({
      fname: "Ida",
      email: "ida@example.com",
    });
  });
});
