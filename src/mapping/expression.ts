// One CEL expression, compiled once and evaluated often: for fields of mappings, for conditions and
// keys of flows. The language is described in this folder's README.

import { type EvaluationContext, startEvaluation } from "./evaluation.ts";
import { compileNode } from "./language/compile-node.ts";
import type { CompileScope } from "./language/compiled-node.ts";
import { parseExpression } from "./language/syntax.ts";
import { describeValue, unsuitable } from "./language/values.ts";
import { type JsonSchema, type SchemaPlace, schemaPlace } from "./schema-path.ts";

/** The variables an expression may use, each with its schema or "any". */
type VariableSchemas = Readonly<Record<string, JsonSchema | "any">>;

export interface ExpressionOptions {
  variables: VariableSchemas;
  /** Names of the lookup tables that exist; unknown tables are then refused. */
  lookupNames?: readonly string[];
}

/** The same, with the places inside schemas that `each` and the macros step into. */
export interface PlacedOptions {
  variables: ReadonlyMap<string, SchemaPlace>;
  lookupNames: readonly string[] | undefined;
}

export interface CompiledExpression {
  text: string;
  /** What the schema says about the result; "open" when nothing. */
  place: SchemaPlace;
  /**
   * The value: JSON, or a Decimal for every number that was calculated. Throws IntegrationError
   * (MESSAGE_INVALID, LOOKUP_MISSING, EXPRESSION_LIMIT, ...) when the message does not suit.
   */
  evaluate(variables: Readonly<Record<string, unknown>>, context?: EvaluationContext): unknown;
  /** The value of a condition; anything but true or false is MESSAGE_INVALID. */
  evaluateCondition(
    variables: Readonly<Record<string, unknown>>,
    context?: EvaluationContext,
  ): boolean;
}

/** Compiles an expression inside a mapping, where variables stand at places of larger schemas. */
export function compilePlaced(text: string, options: PlacedOptions): CompiledExpression {
  const scope: CompileScope = {
    text,
    variables: options.variables,
    lookupNames: options.lookupNames,
    compile: (node, inner) => compileNode(node, inner ?? scope),
  };
  const { evaluate: run, place } = compileNode(parseExpression(text), scope);
  const evaluate: CompiledExpression["evaluate"] = (variables, context = {}) =>
    run({ variables, evaluation: startEvaluation(context) });
  return {
    text,
    place,
    evaluate,
    evaluateCondition: (variables, context) => {
      const value = evaluate(variables, context);
      if (typeof value === "boolean") return value;
      throw unsuitable(`The condition "${text}" gave ${describeValue(value)}, not true or false.`);
    },
  };
}

/**
 * Compiles an expression. Throws MAPPING_INVALID (details: expression, problem, position) for what
 * could never work, EXPRESSION_LIMIT for what is too large.
 */
export function compileExpression(text: string, options: ExpressionOptions): CompiledExpression {
  const places = Object.entries(options.variables).map(
    ([name, schema]) => [name, schemaPlace(schema)] as const,
  );
  return compilePlaced(text, { variables: new Map(places), lookupNames: options.lookupNames });
}
