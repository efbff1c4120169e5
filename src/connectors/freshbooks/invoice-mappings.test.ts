// The default mappings between canonical invoices and FreshBooks invoices.

import { expect, test } from "vitest";
import { toCanonical, toDraft } from "./default-mappings.fixture.ts";

const invoice = {
  number: "K-1042",
  reference: "LL-7Q2MZK4R9XW3",
  orderNumber: "1042",
  customerId: "567521",
  firstName: "Ann",
  lastName: "Lee",
  billingAddress: { line1: "1 High St", city: "Montreal", stateCode: "QC", countryCode: "CA" },
  date: "2024-11-02",
  dueDays: 30,
  currency: "CAD",
  language: "en",
  lines: [
    {
      kind: "goods",
      name: "Ethiopia 250 g",
      description: "SKU ETH-1",
      quantity: "2",
      unitPrice: { amount: "12.95", currency: "CAD" },
      taxTreatment: "taxable",
      taxes: [
        { name: "GST", rate: "5" },
        { name: "QST", rate: "9.975" },
      ],
      taxBreakdown: "GST 5 %, QST 9.975 %",
    },
    {
      kind: "rounding",
      name: "Rounding adjustment",
      quantity: "1",
      unitPrice: { amount: "-0.01", currency: "CAD" },
      taxTreatment: "outside-scope",
      taxes: [],
    },
  ],
  total: { amount: "29.77", currency: "CAD" },
  status: "draft",
  notes: "Order 1042",
  terms: "Net 30",
};

test("an invoice becomes a draft with percentages per line and the reference as last line of its notes", () => {
  expect(toDraft("invoice", invoice)).toEqual({
    customerid: "567521",
    create_date: "2024-11-02",
    due_offset_days: "30",
    invoice_number: "K-1042",
    po_number: "1042",
    currency_code: "CAD",
    language: "en",
    notes: "Order 1042\nGST 5 %, QST 9.975 %\nRef LL-7Q2MZK4R9XW3",
    terms: "Net 30",
    fname: "Ann",
    lname: "Lee",
    street: "1 High St",
    city: "Montreal",
    province: "QC",
    country: "Canada",
    lines: [
      {
        name: "Ethiopia 250 g",
        description: "SKU ETH-1",
        qty: "2",
        unit_cost: { amount: "12.95", code: "CAD" },
        taxName1: "GST",
        taxAmount1: "5",
        taxName2: "QST",
        taxAmount2: "9.975",
      },
      { name: "Rounding adjustment", qty: "1", unit_cost: { amount: "-0.01", code: "CAD" } },
    ],
  });
});

function invoiceRecord(change: object) {
  return {
    id: 454063,
    customerid: 567521,
    invoice_number: "K-1042",
    create_date: "2024-11-02",
    due_offset_days: 30,
    currency_code: "USD",
    notes: "Order 1042\nRef LL-7Q2MZK4R9XW3",
    po_number: null,
    amount: { amount: "28.49", code: "USD" },
    outstanding: { amount: "28.49", code: "USD" },
    status: 2,
    v3_status: "sent",
    payment_status: "unpaid",
    vis_state: 0,
    lines: [
      {
        name: "Ethiopia 250 g",
        description: "",
        qty: "2",
        unit_cost: { amount: "12.95", code: "USD" },
        taxName1: "VAT",
        taxAmount1: "10",
        taxName2: null,
        taxAmount2: "0",
      },
    ],
    ...change,
  };
}

test("an invoice of FreshBooks becomes a canonical invoice", () => {
  expect(toCanonical("invoice", invoiceRecord({}))).toEqual({
    id: "454063",
    number: "K-1042",
    reference: "LL-7Q2MZK4R9XW3",
    customerId: "567521",
    date: "2024-11-02",
    dueDays: 30,
    currency: "USD",
    lines: [
      {
        kind: "goods",
        name: "Ethiopia 250 g",
        quantity: "2",
        unitPrice: { amount: "12.95", currency: "USD" },
        taxTreatment: "taxable",
        taxes: [{ name: "VAT", rate: "10" }],
      },
    ],
    total: { amount: "28.49", currency: "USD" },
    outstanding: { amount: "28.49", currency: "USD" },
    status: "sent",
    notes: "Order 1042",
    custom: {},
  });
});

test.each([
  [{ status: 1, v3_status: "draft" }, "draft"],
  [{}, "sent"],
  [{ v3_status: "overdue" }, "sent"],
  [{ payment_status: "partial", v3_status: "partial" }, "partial"],
  [
    { payment_status: "paid", v3_status: "paid", outstanding: { amount: "0.00", code: "USD" } },
    "paid",
  ],
  [{ payment_status: "auto-paid" }, "paid"],
  [{ vis_state: 1, payment_status: "paid" }, "deleted"],
])("quirk 17: an invoice with %j is %s", (change, status) => {
  expect(toCanonical("invoice", invoiceRecord(change))).toMatchObject({ status });
});

test("quirk 7: an invoice read without its lines is still an invoice", () => {
  expect(toCanonical("invoice", invoiceRecord({ lines: undefined }))).toMatchObject({ lines: [] });
});
