// Compiles a mapping document once, against the schemas of both sides, and reports every problem it
// finds with the path of its field.

import { ensureError, IntegrationError } from "../core/errors.ts";
import type { MappingDocument } from "./document.ts";
import { assertFieldCount, planFields } from "./plan-fields.ts";
import { type MappingInput, type MappingResult, runPlans } from "./run.ts";
import { type JsonSchema, schemaPlace } from "./schema-path.ts";

export interface CompileOptions {
  sourceSchema?: JsonSchema;
  targetSchema?: JsonSchema;
  settingsSchema?: JsonSchema;
  /** Names of the lookup tables that exist; unknown tables are then refused. */
  lookupNames?: readonly string[];
}

export interface CompiledMapping {
  document: MappingDocument;
  /**
   * Maps one message. Throws for the first field that fails (MAPPING_FAILED, LOOKUP_MISSING,
   * EXPRESSION_LIMIT, ...) with `details.path`, `details.expression` and `details.trace` of all fields.
   */
  run(input: MappingInput): MappingResult;
}

/** One thing wrong with a mapping document. */
interface MappingProblem {
  path: string;
  expression?: string;
  problem: string;
}

function describeProblem(path: string, thrown: unknown): MappingProblem {
  const { message, details } = ensureError(thrown);
  const { expression, problem } = details;
  return {
    path,
    ...(typeof expression === "string" ? { expression } : {}),
    problem: typeof problem === "string" ? problem : message,
  };
}

/** The error of a document: the first problem in full, all of them in `details.problems`. */
function invalidMapping(problems: readonly MappingProblem[], first: unknown): IntegrationError {
  const [problem] = problems;
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const { code } = ensureError(first);
  return new IntegrationError(
    code === "EXPRESSION_LIMIT" ? code : "MAPPING_INVALID",
    `Field "${problem?.path}": ${problem?.problem}${others}`,
    { details: { ...problem, problems }, cause: first },
  );
}

/**
 * Compiles a document. Throws MAPPING_INVALID (or EXPRESSION_LIMIT) with
 * `details: { path, expression, problem, problems }`.
 */
export function compileMapping(
  document: MappingDocument,
  options: CompileOptions = {},
): CompiledMapping {
  assertFieldCount(document.fields);
  const found: { problem: MappingProblem; thrown: unknown }[] = [];
  const plans = planFields(document.fields, {
    variables: new Map([
      ["src", schemaPlace(options.sourceSchema)],
      ["settings", schemaPlace(options.settingsSchema)],
      ["event", "open"],
      ["params", "open"],
    ]),
    target: schemaPlace(options.targetSchema),
    lookupNames: options.lookupNames,
    path: "",
    report: (path, thrown) => found.push({ problem: describeProblem(path, thrown), thrown }),
  });
  const [first] = found;
  if (first !== undefined) {
    const problems = found.map(({ problem }) => problem);
    throw invalidMapping(problems, first.thrown);
  }
  return { document, run: (input) => runPlans(plans, input) };
}
