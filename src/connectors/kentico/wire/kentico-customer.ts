// A customer with its address book, as the customer mapping reads it.

import { z } from "zod";
import { addressRow } from "./address.ts";
import { countryRow, stateRow } from "./configuration.ts";
import { customerRow } from "./customer.ts";

const kenticoAddress = addressRow.extend({
  Country: countryRow.nullable(),
  State: stateRow.nullable(),
});

export const kenticoCustomer = customerRow.extend({
  Addresses: z.array(kenticoAddress).meta({ description: "Address book, last changed first." }),
  CustomFields: z
    .record(z.string(), z.unknown())
    .meta({ description: "Columns the shop has added." }),
});

export type KenticoCustomer = z.infer<typeof kenticoCustomer>;
