// Brings a client to the desired state: PUT users/clients/{id}

import { defineOperation } from "../../../connector-kit/operation.ts";
import { assertKept } from "../kept.ts";
import { changeRecord, recordIdSchema } from "../resource.ts";
import { clientDraftSchema, clientSchema, clients } from "../wire/client.ts";

export const updateClient = defineOperation({
  id: "freshbooks.client.update",
  title: "Update client",
  input: recordIdSchema.extend({ draft: clientDraftSchema }),
  output: clientSchema,
  idempotency: { kind: "absolute-update" },
  scopes: ["user:clients:write"],
  async run({ id, draft }, context) {
    // The note holds the reference the client was created with, and what people wrote there since.
    const { note: _note, ...body } = draft;
    return assertKept(await changeRecord(context, clients, { id, body }), "client");
  },
});
