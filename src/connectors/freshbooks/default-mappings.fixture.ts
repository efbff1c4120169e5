// Runs the default mappings the way the engine does: compiled against both schemas. For tests only.

import { z } from "zod";
import { type MessageName, messageJsonSchema, parseMessage } from "../../canonical/messages.ts";
import { compileMapping } from "../../mapping/compile.ts";
import { lookupTablesOf } from "../../mapping/lookup-tables.ts";
import type { JsonSchema } from "../../mapping/schema-path.ts";
import { freshbooks } from "./connector.ts";
import { freshbooksLookups } from "./lookup-tables.ts";
import { clientDraftSchema, clientSchema } from "./wire/client.ts";
import { invoiceDraftSchema, invoiceSchema } from "./wire/invoice.ts";
import { itemDraftSchema, itemSchema } from "./wire/item.ts";
import { paymentDraftSchema, paymentSchema } from "./wire/payment.ts";

const schemas: Record<
  Extract<MessageName, "customer" | "invoice" | "payment" | "item">,
  z.ZodType[]
> = {
  customer: [clientSchema, clientDraftSchema],
  invoice: [invoiceSchema, invoiceDraftSchema],
  payment: [paymentSchema, paymentDraftSchema],
  item: [itemSchema, itemDraftSchema],
};

function jsonSchema(schema: z.ZodType | undefined): JsonSchema {
  return z.toJSONSchema(schema ?? z.unknown(), { io: "input" }) as JsonSchema;
}

function compiled(entity: keyof typeof schemas, direction: "toCanonical" | "fromCanonical") {
  const name = freshbooks.entities[entity]?.mappings[direction];
  const document = freshbooks.mappings.find(({ mapping }) => mapping === name);
  if (!document) throw new Error(`no mapping ${name}`);
  const [wire, draft] = schemas[entity];
  const toCanonical = direction === "toCanonical";
  return compileMapping(document, {
    sourceSchema: toCanonical ? jsonSchema(wire) : messageJsonSchema(entity),
    targetSchema: toCanonical ? messageJsonSchema(entity) : jsonSchema(draft),
    lookupNames: Object.keys(freshbooksLookups),
  });
}

const lookups = lookupTablesOf(freshbooksLookups);

/** The draft that a canonical message becomes, checked against its schema. */
export function toDraft(entity: keyof typeof schemas, message: unknown) {
  const src = parseMessage(entity, message);
  const { output } = compiled(entity, "fromCanonical").run({ src, lookups });
  return freshbooks.entities[entity]?.draft?.parse(output);
}

/** The canonical message that a record of FreshBooks becomes, checked against its schema. */
export function toCanonical(entity: keyof typeof schemas, record: unknown) {
  const src = freshbooks.entities[entity]?.wire.parse(record);
  const { output } = compiled(entity, "toCanonical").run({ src, lookups });
  return parseMessage(entity, output);
}
