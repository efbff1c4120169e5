// Creates a client: POST users/clients

import { defineOperation } from "../../../connector-kit/operation.ts";
import { assertReferenceEchoed, requireReference } from "../echo.ts";
import { createRecord } from "../resource.ts";
import { clientDraftSchema, clientSchema, clients } from "../wire/client.ts";

export const createClient = defineOperation({
  id: "freshbooks.client.create",
  title: "Create client",
  input: clientDraftSchema,
  output: clientSchema,
  idempotency: { kind: "verify-by-lookup", carries: ["note"] },
  scopes: ["user:clients:write"],
  examples: [
    {
      title: "A person without a company",
      input: {
        fname: "Ann",
        lname: "Lee",
        email: "ann@example.com",
        note: "Ref LL-7Q2MZK4R9XW3",
      },
    },
  ],
  counterExamples: [
    {
      input: { note: "Ref LL-7Q2MZK4R9XW3" },
      reason: "Neither a name nor an e-mail (errno 7012).",
    },
    {
      input: { fname: "Ann", firstName: "Ann" },
      reason: "quirk 13: FreshBooks would drop firstName without a word.",
    },
  ],
  async run(draft, context) {
    const reference = requireReference("note", draft.note);
    const created = await createRecord(context, clients, draft);
    assertReferenceEchoed(created.note, reference);
    return created;
  },
});
