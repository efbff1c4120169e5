// The three JSON wrappers of the REST service (reference section 5), written as text so that
// decimals keep their nine digits. The members of an object come in any order, as from a hash table.
import { Decimal } from "decimal.js";
import type { SeededRandom } from "../kit/seeded-random.ts";
import { type Column, collectionName, type ObjectType } from "./object-type.ts";
import type { Page } from "./query.ts";
import { withServerOffset } from "./server-time.ts";
import type { Row, Value } from "./tables.ts";

export interface WriterOptions {
  serverTimeZone: string;
  /** Draws the order of members. */
  chance: SeededRandom;
}

/** Wrapper A: a list with its total, or the shape without a total when nothing was found. */
export function collectionJson(type: ObjectType, page: Page, options: WriterOptions): string {
  const name = JSON.stringify(collectionName(type.name));
  if (page.rows.length === 0) return `{${name}:[\r\n{"Table":[\r\n]\r\n}]\r\n}`;
  const records = page.rows.map((row) => recordJson(row, page.columns, options)).join(",\r\n");
  const total = `{"TotalRecords":[\r\n{"TotalRecords":"${page.totalRecords}"}]\r\n}`;
  return `{${name}:[\r\n{"${type.table}":[\r\n${records}]\r\n},\r\n${total}]\r\n}`;
}

/** Wrapper B: one object. */
export function singleJson(row: Row, columns: Column[], options: WriterOptions): string {
  return `{"data":${recordJson(row, columns, options)}}`;
}

/** Wrapper C: what a create, update or delete answers, the id and the GUID. */
export function writtenJson(type: ObjectType, row: Row, options: WriterOptions): string {
  return `{"${type.table}":${recordJson(row, keyColumns(type), options)}}`;
}

/** The id and, where the type has one, the GUID. */
export function keyColumns(type: ObjectType): Column[] {
  return type.columns.filter(({ name }) => name === type.idColumn || name === type.guidColumn);
}

/** One row as a JSON object. */
function recordJson(row: Row, columns: Column[], options: WriterOptions): string {
  const members = shuffle(columns, options.chance).map(
    (column) =>
      `${JSON.stringify(column.name)}:${valueJson(row[column.name] ?? null, column, options)}`,
  );
  return `{${members.join(",")}}`;
}

function valueJson(value: Value, column: Column, options: WriterOptions): string {
  if (value === null) return "null";
  if (column.type === "decimal") return decimalText(value);
  if (column.type === "datetime") {
    return JSON.stringify(withServerOffset(String(value), options.serverTimeZone));
  }
  return JSON.stringify(value);
}

/** A decimal(18,9) with all its digits: `241.750000000`. */
export function decimalText(value: Value): string {
  return new Decimal(String(value)).toFixed(9);
}

function shuffle<T>(list: readonly T[], chance: SeededRandom): T[] {
  return list
    .map((entry) => ({ entry, draw: chance.float() }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ entry }) => entry);
}
