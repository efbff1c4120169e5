// Records that hang on another, as operations give them.

import { z } from "zod";

export const dependentsSchema = z.array(
  z.strictObject({
    entity: z.string().describe("FreshBooks' word for the record, such as payment."),
    id: z.string().describe("Its id."),
  }),
);
