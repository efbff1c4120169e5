// A postal address as it stood when a document was made.

import { z } from "zod";
import { described, optionalText } from "./field.ts";

export const addressSchema = z
  .strictObject({
    name: optionalText("Person the address belongs to.", "Ann Lee"),
    company: optionalText("Company at the address.", "Lee Dental"),
    line1: optionalText("Street and number.", "1 High St"),
    line2: optionalText("Second address line.", "Suite 4"),
    city: optionalText("City.", "Boston"),
    stateCode: optionalText("State or province, short code where one exists.", "MA"),
    postalCode: optionalText("Postal code, as text.", "02110"),
    countryCode: described(
      z
        .string()
        .regex(/^[A-Z]{2}$/, "not an ISO 3166 alpha-2 code")
        .nullish(),
      "ISO 3166 alpha-2 country code.",
      "US",
    ),
    phone: optionalText("Telephone number.", "+1 617 555 0100"),
  })
  .meta({ id: "address", description: "A postal address." });

export type Address = z.infer<typeof addressSchema>;
