// Who is signed in, and which accounts they reach: https://www.freshbooks.com/api/me_endpoint

import { z } from "zod";
import { vendorId } from "./fields.ts";

const business = z.looseObject({
  id: vendorId,
  name: z.string().nullish(),
  /** Null when the business has no accounting account, also for its owner (quirk 16). */
  account_id: z.string().nullish(),
  business_clients: z.array(z.looseObject({ account_id: z.string().nullish() })).nullish(),
});

export const identitySchema = z.looseObject({
  id: vendorId,
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  email: z.string().nullish(),
  business_memberships: z
    .array(z.looseObject({ role: z.string().nullish(), business: business.nullish() }))
    .default([]),
  /** Roles on accounting accounts; a `client` may read and not write (quirk 16). */
  roles: z
    .array(z.looseObject({ role: z.string().nullish(), accountid: z.string().nullish() }))
    .default([]),
});

export type Identity = z.infer<typeof identitySchema>;
