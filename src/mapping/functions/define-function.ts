// The shape of a mapping function. One file declares one function; the declaration is at once the
// code, the reference page and the test.

import type { ErrorCode } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import type { Evaluation } from "../evaluation.ts";
import type { SchemaPlace } from "../schema-path.ts";

export const functionFamilies = [
  "Conversion",
  "Text",
  "Number",
  "Money",
  "Date and time",
  "List",
  "Lookup and choice",
  "Name and address",
] as const;

export type FunctionFamily = (typeof functionFamilies)[number];

/** An expression with its result, or with the code of the error it ends in. Every example is a test. */
export type FunctionExample =
  | { expression: string; src?: Json; result: Json }
  | { expression: string; src?: Json; fails: ErrorCode };

/** What is known of a call when the mapping is saved. */
interface CallSurroundings {
  lookupNames: readonly string[] | undefined;
}

export interface MappingFunction {
  name: string;
  family: FunctionFamily;
  title: string;
  /** One or more full sentences in the words of a bookkeeper. */
  description: string;
  /** How it is written, such as `join(separator, list)`. */
  signatures: readonly string[];
  /** Fewest and most values it takes. */
  arity: readonly [fewest: number, most: number];
  examples: readonly FunctionExample[];
  /** The result for JSON values and decimals; null (not undefined) stands for an empty value. */
  evaluate(values: readonly unknown[], evaluation: Evaluation): unknown;
  /** Names what could never work, from the values written in the expression itself. */
  check?(literals: readonly unknown[], surroundings: CallSurroundings): string | undefined;
  /** What the schema says about the result, so that members of it can be checked. */
  resultPlace?(places: readonly SchemaPlace[]): SchemaPlace;
}

/** Declares a mapping function. */
export function defineMappingFunction(declaration: MappingFunction): MappingFunction {
  return declaration;
}
