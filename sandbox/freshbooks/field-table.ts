// Reads a write's body field by field: a table says which keys exist and how each is parsed. Keys that are
// not in the table are dropped without a word, as FreshBooks does (quirk 20).
import { Decimal } from "decimal.js";
import { type Money, price } from "./currency.ts";
import { isDay } from "./eastern-time.ts";
import { type Problem, problem, Refusal } from "./refusal.ts";

export type Body = Record<string, unknown>;

/** Throws a FieldProblem when the value cannot be taken. */
export type FieldParser<Value> = (value: unknown, field: string) => Value;

export type FieldTable<Fields> = { [Key in keyof Fields]?: FieldParser<Fields[Key]> };

export class FieldProblem extends Error {
  readonly errno: number;

  constructor(errno: number, message: string) {
    super(message);
    this.errno = errno;
  }
}

export interface FieldReading<Fields> {
  /** Name of the object for error details, such as `invoice`. */
  object: string;
  body: Body;
  table: FieldTable<Fields>;
  required?: readonly string[];
}

/** The given fields, parsed; a 422 naming every problem when there is any. */
export function readFields<Fields>(reading: FieldReading<Fields>): Partial<Fields> {
  const { object, body, table, required = [] } = reading;
  const problems: Problem[] = required
    .filter((field) => isMissing(body[field]))
    .map((field) => problem(1001, `'${field}' is a required field.`, { object, field }));
  const fields: Partial<Fields> = {};
  for (const [field, parse] of Object.entries(table) as [
    keyof Fields & string,
    FieldParser<never>,
  ][]) {
    if (!(field in body) || problems.some((found) => found.field === field)) continue;
    try {
      fields[field] = parse(body[field], field);
    } catch (failure) {
      if (!(failure instanceof FieldProblem)) throw failure;
      problems.push(problem(failure.errno, failure.message, { object, field, value: body[field] }));
    }
  }
  if (problems.length > 0) throw new Refusal(422, problems);
  return fields;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

export const text: FieldParser<string> = (value, field) => {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  throw new FieldProblem(1004, `Invalid value for '${field}'.`);
};

export const nullableText: FieldParser<string | null> = (value, field) =>
  value === null ? null : text(value, field);

/** A foreign system's key, which may be a number or a text. */
export const nullableKey: FieldParser<string | number | null> = (value, field) =>
  value === null || typeof value === "number" ? value : text(value, field);

export const flag: FieldParser<boolean> = (value, field) => {
  if (typeof value === "boolean") return value;
  throw new FieldProblem(1031, `The field '${field}' must be a boolean.`);
};

/** A whole number; a text of digits is refused as FreshBooks refuses a text for `status`. */
export const integer: FieldParser<number> = (value, field) => {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw new FieldProblem(1015, `The field '${field}' must be a number.`);
};

/** An id, which integrations send as a number or as a text of digits. */
export const identifier: FieldParser<number> = (value, field) => {
  if (typeof value === "string" && /^\d{1,15}$/.test(value)) return Number(value);
  return integer(value, field);
};

export const day: FieldParser<string> = (value, field) => {
  if (typeof value === "string" && isDay(value)) return value;
  throw new FieldProblem(1033, `The field '${field}' must be a date in the form YYYY-MM-DD.`);
};

export const nullableDay: FieldParser<string | null> = (value, field) =>
  value === null ? null : day(value, field);

/** A percentage is a decimal text of up to three decimals; a JSON number is refused (quirk 16). */
export const percent: FieldParser<string> = (value, field) => {
  if (typeof value === "string" && /^\d{1,3}(\.\d{1,3})?$/.test(value)) return value;
  throw new FieldProblem(1018, `Invalid percent value for '${field}'.`);
};

/** A percentage where nothing (null or an empty text) means none. */
export const optionalPercent: FieldParser<string> = (value, field) =>
  value === null || value === "" ? "0" : percent(value, field);

/** A decimal number, as a text or a JSON number, kept as a text. */
export const decimalText: FieldParser<string> = (value, field) => {
  if (typeof value === "number" && Number.isFinite(value)) return new Decimal(value).toFixed();
  if (typeof value === "string" && /^-?\d{1,15}(\.\d{1,12})?$/.test(value)) return value;
  throw new FieldProblem(1015, `The field '${field}' must be a number.`);
};

/** `{amount, code}`; a missing code means `defaultCode`. */
export function moneyIn(defaultCode: string): FieldParser<Money> {
  return (value, field) => {
    if (typeof value !== "object" || value === null) {
      throw new FieldProblem(1004, `The field '${field}' must be an amount with a currency code.`);
    }
    const { amount, code = defaultCode } = value as { amount?: unknown; code?: unknown };
    if (typeof code !== "string" || !/^[A-Z]{3}$/.test(code)) {
      throw new FieldProblem(1004, `Invalid currency code for '${field}'.`);
    }
    return price(new Decimal(decimalText(amount, field)), code);
  };
}

export const currencyCode: FieldParser<string> = (value, field) => {
  if (typeof value === "string" && /^[A-Z]{3}$/.test(value)) return value;
  throw new FieldProblem(1004, `Invalid currency code for '${field}'.`);
};

export function oneOf<Value extends string>(allowed: readonly Value[]): FieldParser<Value> {
  return (value, field) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new FieldProblem(1004, `Invalid value for '${field}'.`);
  };
}
