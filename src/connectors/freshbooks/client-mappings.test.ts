// The default mappings between customers and clients.

import { expect, test } from "vitest";
import { toCanonical, toDraft } from "./default-mappings.fixture.ts";

const customer = {
  id: "77",
  firstName: "Ann",
  lastName: "Lee",
  company: "Lee Dental",
  email: " Ann@Example.com ",
  phone: "+1 617 555 0100",
  taxId: "CZ12345678",
  isGuest: false,
  currency: "USD",
  language: "en-US",
  billingAddress: {
    line1: "1 High St",
    line2: "Suite 4",
    city: "Boston",
    stateCode: "MA",
    postalCode: "02110",
    countryCode: "US",
  },
  note: "Prefers e-mail",
  reference: "LL-7Q2MZK4R9XW3",
};

test("a customer becomes a client with the country by its name and the reference as last line", () => {
  expect(toDraft("customer", customer)).toEqual({
    fname: "Ann",
    lname: "Lee",
    organization: "Lee Dental",
    email: "Ann@Example.com",
    bus_phone: "+1 617 555 0100",
    p_street: "1 High St",
    p_street2: "Suite 4",
    p_city: "Boston",
    p_province: "MA",
    p_code: "02110",
    p_country: "United States",
    currency_code: "USD",
    language: "en",
    vat_number: "CZ12345678",
    note: "Prefers e-mail\nRef LL-7Q2MZK4R9XW3",
  });
});

test("a customer with nothing but an e-mail becomes a client too", () => {
  const draft = toDraft("customer", { id: "1", email: "a@example.com", isGuest: true });
  expect(draft).toEqual({ email: "a@example.com" });
});

test("a client becomes a customer; its note loses the line with our reference", () => {
  const record = {
    id: 567521,
    fname: "Ann",
    lname: "Lee",
    organization: "",
    email: "ann@example.com",
    bus_phone: "",
    mob_phone: "555-0100",
    p_street: "1 High St",
    p_city: "Boston",
    p_province: "Massachusetts",
    p_code: "02110",
    p_country: "United States",
    currency_code: "USD",
    language: "en",
    note: "Prefers e-mail\nRef LL-7Q2MZK4R9XW3",
    vat_number: null,
    updated: "2026-06-29 12:52:44",
    vis_state: 0,
  };
  const expected = {
    id: "567521",
    firstName: "Ann",
    lastName: "Lee",
    email: "ann@example.com",
    phone: "555-0100",
    isGuest: false,
    currency: "USD",
    language: "en",
    billingAddress: {
      line1: "1 High St",
      city: "Boston",
      stateCode: "MA",
      postalCode: "02110",
      countryCode: "US",
    },
    note: "Prefers e-mail",
    reference: "LL-7Q2MZK4R9XW3",
    updatedAt: expect.stringMatching(/^2026-06-29T(16:52:44|12:52:44.*-04:00)/),
    custom: {},
  };
  expect(toCanonical("customer", record)).toEqual(expected);
});

test("quirk 15: an organization that repeats the e-mail is no company", () => {
  const record = { id: 1, email: "a@example.com", organization: "a@example.com" };
  expect(toCanonical("customer", record)).not.toHaveProperty("company");
});
