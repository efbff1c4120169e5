// Finds the clients that are the same customer: same e-mail, and same organisation when one is given.

import { z } from "zod";
import { defineOperation } from "../../../connector-kit/operation.ts";
import { comparable, organizationOf } from "../email-key.ts";
import { listRecords } from "../paging.ts";
import {
  type Client,
  type ClientDraft,
  clientDraftSchema,
  clientSchema,
  clients,
} from "../wire/client.ts";

/** A draft with an organisation wants that one; a draft without prefers clients without. */
function byOrganization(found: Client[], draft: ClientDraft): Client[] {
  const wanted = organizationOf(draft);
  const same = found.filter((client) => organizationOf(client) === wanted);
  return wanted === "" && same.length === 0 ? found : same;
}

export const findClientsByEmail = defineOperation({
  id: "freshbooks.client.find-by-email",
  title: "Find clients by e-mail and organisation",
  input: clientDraftSchema,
  output: z.array(clientSchema),
  idempotency: { kind: "safe" },
  scopes: ["user:clients:read"],
  async run(draft, context) {
    const email = comparable(draft.email);
    if (email === "") return [];
    // Searched by part, since nobody says whether `search[email]` minds capitals; compared in full here.
    const found = await listRecords(context, clients, [["email_like", email]]);
    const same = found.filter((client) => comparable(client.email) === email);
    return byOrganization(same, draft);
  },
});
