// A registered webhook: https://www.freshbooks.com/api/webhooks

import { z } from "zod";
import { vendorId } from "./fields.ts";

export const callbackSchema = z
  .looseObject({
    callbackid: vendorId.optional(),
    /** The name older documentation gives the id. */
    id: vendorId.optional(),
    event: z.string(),
    uri: z.string(),
    verified: z.boolean(),
  })
  .refine(({ callbackid, id }) => (callbackid ?? id) !== undefined, "no id");

export type Callback = z.infer<typeof callbackSchema>;
