// How one object is addressed: by integer id, which works whatever its site, or by GUID.

import { z } from "zod";

export const recordKey = z.strictObject({
  id: z
    .string()
    .regex(/^(\d{1,10}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/, "not an id or GUID")
    .meta({ description: "Integer id or GUID." }),
});
