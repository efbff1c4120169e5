import { describe, expect, test } from "vitest";
import { parseMessage } from "../canonical/messages.ts";
import { type CustomerOptions, customerFromOrder } from "./customer-from-order.ts";
import { normaliseEmail } from "./normalise-email.ts";
import { orderOf } from "./order-builder.fixture.ts";
import { splitName } from "./person-name.ts";

const options: CustomerOptions = {
  reference: "LL-CUSTOMER",
  guestPolicy: "per-email",
  guestClientName: "Online guest",
};

function customer(fields: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const order = orderOf({ totals: "0.00", customer: fields, more });
  return (choice: Partial<CustomerOptions> = {}) =>
    customerFromOrder(order, { ...options, ...choice });
}

describe("the customer of an order", () => {
  test("is a valid canonical customer with the addresses of the order", () => {
    const made = customer(
      {
        guid: "g-1",
        email: " Ann@Example.com ",
        taxId: "CZ12345678",
        phone: "+1 617 555 0100",
        billingAddress: { city: "Old town" },
        custom: { tier: "gold" },
      },
      { shippingAddress: { city: "Salem" } },
    )();
    expect(parseMessage("customer", made)).toEqual(made);
    expect(made).toMatchObject({
      id: "77",
      guid: "g-1",
      firstName: "Ann",
      lastName: "Lee",
      email: "ann@example.com",
      taxId: "CZ12345678",
      phone: "+1 617 555 0100",
      currency: "USD",
      reference: "LL-CUSTOMER",
      billingAddress: { city: "Boston" },
      shippingAddress: { city: "Salem" },
      custom: { tier: "gold" },
    });
  });

  test("belongs to the company of the billing address", () => {
    const made = customer({ company: "Agency" }, { billingAddress: { company: "Alpha" } })();
    expect(made.company).toBe("Alpha");
  });

  test("without an e-mail has none, rather than an empty one", () => {
    expect(customer({ email: "  " })().email).toBeNull();
    expect(customer({ email: null })().email).toBeNull();
  });

  test("takes the name from the billing address when the customer has none", () => {
    const nameless = { firstName: null, lastName: null };
    const made = customer(nameless, { billingAddress: { name: "Maria de la Cruz" } })();
    expect(made).toMatchObject({ firstName: "Maria de la", lastName: "Cruz" });
  });

  test("has a full name split that the shop keeps in one field", () => {
    expect(customer({ firstName: "Ann Lee", lastName: "" })()).toMatchObject({
      firstName: "Ann",
      lastName: "Lee",
    });
  });
});

describe("a guest", () => {
  test("is a customer of their own by e-mail", () => {
    expect(customer({ isGuest: true })()).toMatchObject({ id: "77", email: "ann@example.com" });
  });

  test("can share one customer that holds no personal data", () => {
    const made = customer({ isGuest: true })({ guestPolicy: "one-guest-client" });
    expect(parseMessage("customer", made)).toEqual(made);
    expect(made).toEqual({
      id: "guests",
      company: "Online guest",
      isGuest: true,
      reference: "LL-CUSTOMER",
      custom: {},
    });
  });

  test("policy does not touch customers with an account", () => {
    const made = customer({ isGuest: false })({ guestPolicy: "one-guest-client" });
    expect(made.id).toBe("77");
  });
});

describe("a person's name (P30)", () => {
  test.each([
    ["Ann Lee", "Ann", "Lee"],
    ["Dr. Ann van Lee", "Dr. Ann van", "Lee"],
    ["  Ann \t Lee ", "Ann", "Lee"],
    ["Madonna", "Madonna", null],
    ["", null, null],
    [null, null, null],
  ])("%j has given name %j and family name %j", (full, firstName, lastName) => {
    expect(splitName(full)).toEqual({ firstName, lastName });
  });
});

describe("an e-mail address (P29)", () => {
  test.each([
    ["Ann@Example.com ", "ann@example.com"],
    ["\u00a0ＡＮＮ＠example.com", "ann@example.com"],
    ["a.n.n+shop@example.com", "a.n.n+shop@example.com"],
  ])("%j is compared as %j", (written, compared) => {
    expect(normaliseEmail(written)).toBe(compared);
  });
});
