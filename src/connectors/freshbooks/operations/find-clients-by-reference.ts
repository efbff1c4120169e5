// Finds the clients that carry our reference in their note, deleted ones too.

import { z } from "zod";
import { defineOperation } from "../../../connector-kit/operation.ts";
import { comparable } from "../email-key.ts";
import { listRecordsWithDeleted, type Search } from "../paging.ts";
import { carriesReference } from "../reference-line.ts";
import { referenceQuery } from "../reference-query.ts";
import { type ClientDraft, clientDraftSchema, clientSchema, clients } from "../wire/client.ts";

/** Narrows the list by e-mail; without one, all clients are read. */
function searchFor(draft: ClientDraft | undefined): Search {
  const email = comparable(draft?.email);
  return email === "" ? [] : [["email_like", email]];
}

export const findClientsByReference = defineOperation({
  id: "freshbooks.client.find-by-reference",
  title: "Find clients by our reference",
  input: referenceQuery(clientDraftSchema),
  output: z.array(clientSchema),
  idempotency: { kind: "safe" },
  scopes: ["user:clients:read"],
  async run({ reference, draft }, context) {
    const found = await listRecordsWithDeleted(context, clients, searchFor(draft));
    return found.filter((client) => carriesReference(client.note, reference));
  },
});
