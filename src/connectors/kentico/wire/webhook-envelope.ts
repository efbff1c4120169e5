// What the webhook module posts. `data` keeps members this version does not know.

import { z } from "zod";

export const webhookEnvelope = z.looseObject({
  type: z.string().min(1).max(100),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.looseObject({
    object: z
      .looseObject({
        type: z.string(),
        id: z.int().positive(),
        guid: z.string().nullish(),
        lastModifiedUtc: z.string().nullish(),
      })
      .nullish()
      .meta({ description: "What changed; absent in a test.ping." }),
    source: z
      .looseObject({ site: z.string().nullish() })
      .nullish()
      .meta({ description: "Where it happened; `site` is the code name of the site." }),
    actor: z.looseObject({ userId: z.int().nullish(), origin: z.string().nullish() }).nullish(),
    changed: z.array(z.string()).nullish(),
  }),
});

export type WebhookEnvelope = z.infer<typeof webhookEnvelope>;
