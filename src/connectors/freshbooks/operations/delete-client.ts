// Deletes a client; its documents stay and are dealt with by themselves: PUT vis_state 1

import { defineOperation } from "../../../connector-kit/operation.ts";
import { deleteRecord } from "../delete-record.ts";
import { recordIdSchema } from "../resource.ts";
import { clientSchema, clients } from "../wire/client.ts";

export const deleteClient = defineOperation({
  id: "freshbooks.client.delete",
  title: "Delete client",
  input: recordIdSchema,
  output: clientSchema,
  idempotency: { kind: "absolute-update" },
  scopes: ["user:clients:read", "user:clients:write"],
  run: ({ id }, context) => deleteRecord(context, clients, id),
});
