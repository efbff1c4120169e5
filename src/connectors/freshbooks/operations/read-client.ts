// Reads one client, deleted or not: GET users/clients/{id}

import { defineOperation } from "../../../connector-kit/operation.ts";
import { readRecord, recordIdSchema } from "../resource.ts";
import { clientSchema, clients } from "../wire/client.ts";

export const readClient = defineOperation({
  id: "freshbooks.client.read",
  title: "Read client",
  input: recordIdSchema,
  output: clientSchema,
  idempotency: { kind: "safe" },
  scopes: ["user:clients:read"],
  run: ({ id }, context) => readRecord(context, clients, id),
});
