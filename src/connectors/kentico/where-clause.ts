// Builds `where` parameters that stay inside Kentico's safety grammar; anything outside it is answered
// by an empty 403 (Kentico quirk 6). What the grammar takes for a quote, a separator or a comment cannot
// be written at all, not even in a text, and is refused here.

import { IntegrationError } from "../../core/errors.ts";

const columnName = /^[A-Za-z_][A-Za-z0-9_]*$/;

type Comparison = "=" | "<>" | ">" | ">=" | "<" | "<=";

function columnOf(name: string): string {
  if (columnName.test(name)) return name;
  throw new IntegrationError("REQUEST_INVALID", `"${name.slice(0, 60)}" is not a column name.`);
}

function literalOf(value: string | number): string {
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return String(value);
    throw new IntegrationError("REQUEST_INVALID", `${value} is not a whole number.`);
  }
  if (isWritable(value)) return `'${value}'`;
  throw new IntegrationError(
    "REQUEST_INVALID",
    "Kentico cannot search for a text that holds a quote, a semicolon, a control character, -- or /*.",
  );
}

function isWritable(text: string): boolean {
  return !/['\p{Cc};]|--|\/\*|\*\//u.test(text);
}

/** `column = 'value'` and the like. Throws REQUEST_INVALID for what the grammar cannot express. */
export function compares(column: string, operator: Comparison, value: string | number): string {
  return `${columnOf(column)} ${operator} ${literalOf(value)}`;
}

/** `column IN (1,2,3)`; at least one value. */
export function isOneOf(column: string, values: readonly (string | number)[]): string {
  if (values.length === 0) {
    throw new IntegrationError("REQUEST_INVALID", "A list of values to search for is empty.");
  }
  return `${columnOf(column)} IN (${values.map(literalOf).join(",")})`;
}

function allOf(...clauses: readonly string[]): string {
  return clauses.map((clause) => `(${clause})`).join(" AND ");
}

function anyOf(...clauses: readonly string[]): string {
  return clauses.map((clause) => `(${clause})`).join(" OR ");
}

/** One place in a list sorted by a time and then by id. */
export interface KeysetPosition {
  /** Server-local time without offset. */
  time: string;
  id: number;
}

/** Rows behind a position, in the order time, id. */
export function after(timeColumn: string, idColumn: string, position: KeysetPosition): string {
  return anyOf(
    compares(timeColumn, ">", position.time),
    allOf(compares(timeColumn, "=", position.time), compares(idColumn, ">", position.id)),
  );
}
