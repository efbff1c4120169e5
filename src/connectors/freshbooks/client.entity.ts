// Clients of the books as customers of the canonical model.

import { defineEntity } from "../../connector-kit/entity.ts";
import { easternInstant } from "./eastern-time.ts";
import { clientKey } from "./email-key.ts";
import { createClient } from "./operations/create-client.ts";
import { deleteClient } from "./operations/delete-client.ts";
import { findClientDependents } from "./operations/find-client-dependents.ts";
import { findClientsByEmail } from "./operations/find-clients-by-email.ts";
import { findClientsByReference } from "./operations/find-clients-by-reference.ts";
import { listChanged } from "./operations/list-changed.ts";
import { readClient } from "./operations/read-client.ts";
import { updateClient } from "./operations/update-client.ts";
import { referencesIn } from "./reference-line.ts";
import { clientDraftSchema, clientSchema, clients } from "./wire/client.ts";
import { isDeleted } from "./wire/fields.ts";
import { clientContent } from "./written-content.ts";

export const clientEntity = defineEntity({
  name: "client",
  canonical: "customer",
  wire: clientSchema,
  draft: clientDraftSchema,
  idOf: ({ id }) => String(id),
  mappings: {
    toCanonical: "freshbooks-client-to-canonical",
    fromCanonical: "freshbooks-client-from-canonical",
  },
  read: readClient,
  create: createClient,
  update: updateClient,
  findByReference: findClientsByReference,
  findByNaturalKey: findClientsByEmail,
  naturalKeyOf: clientKey,
  isDeleted: (client) => isDeleted(client),
  referencesOf: ({ note }) => referencesIn(note),
  changedAt: ({ updated }) => easternInstant(updated),
  listChanged: listChanged(clients, "user:clients:read"),
  contentOf: clientContent,
  reversal: { undo: deleteClient, dependents: findClientDependents },
});
