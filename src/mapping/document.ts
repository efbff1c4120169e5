// The mapping document: which fields of a target come from which expressions over a source. It is
// data: edited on the canvas, by the API, by the CLI and in git, and always read by this file.

import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type FieldRules, invalidDocument, readFieldRules } from "./field-rules.ts";
import { mappingLimits } from "./limits.ts";

const name = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "A name of small letters, digits and hyphens is expected.");
const schemaName = z
  .string()
  .regex(
    /^[a-z0-9]+(?:[-/.][a-z0-9]+)*$/i,
    'The name of a schema is expected, such as "kentico/order".',
  );

/** Everything of a document but its fields, which `field-rules.ts` reads. */
const mappingDocumentSchema = z.strictObject({
  mapping: name.describe("Name of the mapping, unique in an installation."),
  title: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("What people read in lists; the name when absent."),
  description: z.string().max(4_000).optional().describe("What it is for, in a few sentences."),
  from: schemaName.describe("Schema of the source."),
  to: schemaName.describe("Schema of the target."),
  fields: z
    .record(z.string(), z.unknown())
    .describe("Target field -> expression, or a rule with value, each or copy."),
});

export interface MappingDocument {
  mapping: string;
  title: string;
  description?: string;
  from: string;
  to: string;
  fields: FieldRules;
}

function parseYaml(text: string): unknown {
  if (text.length > mappingLimits.documentCharacters) {
    throw invalidDocument("document", "The document is too long.");
  }
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = parsed.errors;
  if (error === undefined) return toPlain(() => parsed.toJS({ maxAliasCount: 20 }));
  const { line, col } = lines.linePos(error.pos[0]);
  const problem = `Line ${line}, column ${col}: ${error.message}.`;
  const hint = 'Put an expression that holds ": " or begins with a quote in quotes as a whole.';
  throw invalidDocument("document", problem, hint);
}

function toPlain(read: () => unknown): unknown {
  try {
    return read();
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    throw invalidDocument("document", problem);
  }
}

function readHead(input: unknown): z.infer<typeof mappingDocumentSchema> {
  const result = mappingDocumentSchema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join(".") || "document";
  throw invalidDocument(path, issue?.message ?? "This is not a mapping document.");
}

/**
 * Reads a mapping document from YAML text or from an object.
 * Throws MAPPING_INVALID with `details.path` leading to what is wrong.
 */
export function parseMappingDocument(input: unknown): MappingDocument {
  const raw = typeof input === "string" ? parseYaml(input) : input;
  const { description, title, ...head } = readHead(raw);
  // The schema's copy drops a hostile `__proto__`; the original is read, so that it is refused.
  const { fields } = raw as { fields: unknown };
  return {
    ...head,
    title: title ?? head.mapping,
    ...(description === undefined ? {} : { description }),
    fields: readFieldRules(fields, "fields"),
  };
}
