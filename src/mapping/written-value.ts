// Writes values of expressions as JSON for an output: decimals become decimal text, or a JSON number
// where the target's schema asks for a number and no digit is lost.

import { forbiddenKeys, type Json, type JsonObject } from "../core/json.ts";
import { Decimal } from "../core/money.ts";
import { asDecimal, describeValue, isNumeric, isRecord, unsuitable } from "./language/values.ts";
import { assertListLength, limitExceeded, mappingLimits, type StepBudget } from "./limits.ts";
import { isNumberPlace, itemPlace, memberPlace, type SchemaPlace } from "./schema-path.ts";

export interface WriteOptions {
  /** Where the value goes in the target's schema. */
  place: SchemaPlace;
  budget: StepBudget;
  /** Numbers leave as they came; for values that are passed on, not calculated. */
  keepNumbers?: boolean;
  depth?: number;
}

function writeNumber(value: number | Decimal, options: WriteOptions): Json {
  if (options.keepNumbers === true && typeof value === "number") return value;
  const exact = asDecimal(value);
  if (isNumberPlace(options.place)) {
    const plain = exact.toNumber();
    if (new Decimal(plain).equals(exact)) return plain;
  }
  return exact.toFixed();
}

function writeRecord(value: JsonObject, options: WriteOptions): JsonObject {
  const written: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    if (forbiddenKeys.has(name)) throw unsuitable(`The name "${name}" is not allowed.`);
    const found = memberPlace(options.place, name);
    const place = found.kind === "known" ? found.place : "open";
    written[name] = writeValue(member, { ...options, place });
  }
  return written;
}

/** JSON of a value; throws EXPRESSION_LIMIT for what is too large or nested too deep. */
export function writeValue(value: unknown, options: WriteOptions): Json {
  const depth = (options.depth ?? 0) + 1;
  if (depth > mappingLimits.messageDepth) throw limitExceeded("A value is nested too deep.");
  options.budget.spend(typeof value === "string" ? 1 + (value.length >> 6) : 1);
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (isNumeric(value)) return writeNumber(value, options);
  if (Array.isArray(value)) {
    assertListLength(value.length);
    const place = itemPlace(options.place);
    return value.map((item) => writeValue(item, { ...options, depth, place }));
  }
  if (isRecord(value)) return writeRecord(value, { ...options, depth });
  throw unsuitable(`${describeValue(value)} cannot be written.`);
}
