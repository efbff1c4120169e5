// The customers and places of the generated orders.
import type { OrderBody } from "../kentico/order-request.ts";

export type Customer = OrderBody["customer"];
export type Address = OrderBody["billingAddress"];

/** People who come back; guests among them are a new customer row on every order. */
export const regulars: readonly Customer[] = [
  { firstName: "Ann", lastName: "Lee", email: "ann.lee@example.com" },
  { firstName: "Ben", lastName: "Okafor", email: "ben@okafor.example", registered: true },
  { firstName: "Zoë", lastName: "Müller", email: "zoe.mueller@example.de" },
  { firstName: "Carlos", lastName: "García Núñez", email: "carlos@example.es", registered: true },
  { firstName: "Mary-Jane", lastName: "O'Neill", email: "mj.oneill@example.ie" },
  { firstName: "Yuki", lastName: "田中", email: "yuki@example.jp" },
  { firstName: "Dana", lastName: "Field", email: "ap@agency.example", company: "Alpha Roasters" },
  { firstName: "Dana", lastName: "Field", email: "ap@agency.example", company: "Beta Cafés" },
];

/** Businesses with a tax registration id. */
export const businesses: readonly Customer[] = [
  {
    firstName: "Petra",
    lastName: "Nováková",
    email: "ucto@kavarna.example",
    company: "Kavárna U Mostu s.r.o.",
    taxRegistrationId: "CZ12345678",
    registered: true,
  },
  {
    firstName: "Liam",
    lastName: "Byrne",
    email: "accounts@byrne.example",
    company: "Byrne & Sons <Trading> Ltd",
    taxRegistrationId: "IE1234567T",
    registered: true,
  },
];

export const newcomerNames = {
  first: ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Radia", "Linus", "Cher"],
  last: ["Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Perlman", "Torvalds", ""],
} as const;

export const places = {
  boston: { line1: "1 High St", city: "Boston", zip: "02110", countryCode: "US", stateCode: "MA" },
  austin: { line1: "9 Elm St", city: "Austin", zip: "73301", countryCode: "US", stateCode: "TX" },
  fresno: { line1: "77 Fig Ave", city: "Fresno", zip: "93650", countryCode: "US", stateCode: "CA" },
  montreal: {
    line1: "5 rue Sainte-Catherine",
    city: "Montréal",
    zip: "H2X 1K4",
    countryCode: "CA",
    stateCode: "QC",
  },
  london: { line1: "10 Mill Lane", city: "London", zip: "SE1 2AA", countryCode: "GB" },
  dublin: { line1: "3 Quay St", city: "Dublin", zip: "D02 XY45", countryCode: "IE" },
  berlin: { line1: "Torstraße 12", city: "Berlin", zip: "10119", countryCode: "DE" },
  prague: { line1: "Dlouhá 7", city: "Praha", zip: "110 00", countryCode: "CZ" },
  tokyo: { line1: "1-1 Chiyoda", city: "Tokyo", zip: "100-0001", countryCode: "JP" },
  kuwait: { line1: "Block 4, Street 2", city: "Kuwait City", zip: "13001", countryCode: "KW" },
} as const satisfies Record<string, Address>;
