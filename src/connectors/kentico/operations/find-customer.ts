// Finds all customers of an e-mail address: each guest checkout may have made one.

import { z } from "zod";
import { defineOperation } from "../../../connector-kit/operation.ts";
import { asRow } from "../client.ts";
import { listSiteAndGlobal } from "../scoped-lists.ts";
import { containing } from "../where-clause.ts";
import { customerRow } from "../wire/customer.ts";

function normalised(email: string | null | undefined): string {
  return (email ?? "").trim().normalize("NFKC").toLowerCase();
}

export const findCustomer = defineOperation({
  id: "kentico.customer.find",
  title: "Find customers by e-mail",
  input: z.strictObject({
    CustomerEmail: z.string().trim().min(1).max(254).meta({
      description: "Compared without regard to case and surrounding blanks.",
    }),
  }),
  output: z.array(customerRow),
  idempotency: { kind: "safe" },
  scopes: ["ReadCustomers"],
  examples: [{ title: "A guest", input: { CustomerEmail: "ann@example.com" } }],
  counterExamples: [{ input: { CustomerEmail: " " }, reason: "There is nothing to look for." }],
  async run({ CustomerEmail }, context) {
    const wanted = normalised(CustomerEmail);
    // The clause only narrows down: an address may hold a quote, which no clause can (quirk 6).
    const where = containing("CustomerEmail", wanted);
    if (where === null) return [];
    const query = { type: "ecommerce.customer", where, orderBy: "CustomerID" };
    const records = await listSiteAndGlobal(context, query);
    return records
      .map((record) => asRow(customerRow, record, "list of customers"))
      .filter((customer) => normalised(customer.CustomerEmail) === wanted);
  },
});
