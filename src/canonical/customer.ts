// The one who buys: a person, a company, or both.

import { z } from "zod";
import { addressSchema } from "./address.ts";
import { customFields, described, optionalInstant, optionalText, text } from "./field.ts";

export const customerSchema = z
  .strictObject({
    id: text("The source's id of the customer.", "77"),
    guid: optionalText(
      "The source's globally unique id, if it has one.",
      "6f1c0c3e-0000-4000-8000-000000000000",
    ),
    firstName: optionalText("Given name.", "Ann"),
    lastName: optionalText("Family name.", "Lee"),
    company: optionalText("Company name.", "Lee Dental"),
    email: optionalText("E-mail address as the customer wrote it.", "ann@example.com"),
    phone: optionalText("Telephone number.", "+1 617 555 0100"),
    taxId: optionalText("Tax registration number of a business customer.", "CZ12345678"),
    isGuest: described(z.boolean(), "True when the customer ordered without an account.", false),
    currency: optionalText("ISO 4217 code of the currency the customer usually pays in.", "USD"),
    language: optionalText("Language code.", "en"),
    billingAddress: described(addressSchema.nullish(), "Address invoices go to.", {
      city: "Boston",
    }),
    shippingAddress: described(addressSchema.nullish(), "Address goods go to.", { city: "Boston" }),
    note: optionalText("Free text about the customer.", "Prefers e-mail"),
    reference: optionalText(
      "Ledgerline's own reference K of the record it makes.",
      "LL-7Q2MZK4R9XW3",
    ),
    updatedAt: optionalInstant("When the source last changed the record."),
    custom: customFields,
  })
  .meta({ id: "customer", description: "A customer." });

export type Customer = z.infer<typeof customerSchema>;
