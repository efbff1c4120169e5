// Bodies of POST and PUT: columns by name in any case, only those given, nothing validated or recalculated.
import { Decimal } from "decimal.js";
import type { Column, ObjectType } from "./object-type.ts";
import { parseWrittenTime } from "./server-time.ts";
import { DatabaseError } from "./sql-error.ts";
import type { Row, Tables, Value } from "./tables.ts";

/** The .NET JSON reader's limit, in characters. */
const JSON_LENGTH_MAX = 2_097_152;

/** A number of a body with the digits it was written with. */
class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export interface WrittenObject {
  values: Row;
  /** Rows below it, by child type name. */
  children: { type: ObjectType; values: Row; id: number | null }[];
}

/** Parses a JSON body; throws DatabaseError (400) for anything the product chokes on. */
export function parseJsonBody(text: string): Record<string, unknown> {
  if (text.length > JSON_LENGTH_MAX) throw new DatabaseError("The JSON body is too long.");
  const keepDigits = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? new NumberText(context?.source ?? String(value)) : value;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, keepDigits);
  } catch {
    throw new DatabaseError("The body isn't JSON.");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new DatabaseError("The body isn't an object.");
  }
  return parsed as Record<string, unknown>;
}

export interface WriteContext {
  tables: Tables;
  serverTimeZone: string;
}

/** Turns a parsed body into column values and children of the type. */
export function readWrittenObject(
  body: Record<string, unknown>,
  type: ObjectType,
  context: WriteContext,
): WrittenObject {
  const childTypes = context.tables.childTypes(type.name);
  const written: WrittenObject = { values: {}, children: [] };
  for (const [key, raw] of Object.entries(body)) {
    const childType = childTypes.find(({ table }) => sameName(table, key));
    if (childType !== undefined && Array.isArray(raw)) {
      written.children.push(...raw.map((each) => readChild(each, childType, context)));
    } else {
      Object.assign(written.values, readColumn(type, key, raw, context));
    }
  }
  return written;
}

function readChild(raw: unknown, type: ObjectType, context: WriteContext) {
  if (typeof raw !== "object" || raw === null) throw new DatabaseError("A child isn't an object.");
  const fields = Object.entries(raw);
  const idField = fields.find(([key]) => sameName(key, type.idColumn))?.[1];
  const idText = idField instanceof NumberText ? idField.text : String(idField ?? "");
  const id = /^\d+$/.test(idText) ? Number(idText) : null;
  const values: Row = {};
  for (const [key, value] of fields) Object.assign(values, readColumn(type, key, value, context));
  return { type, values, id };
}

/** System fields are the server's: what a body says about them is dropped. */
function readColumn(type: ObjectType, key: string, raw: unknown, context: WriteContext): Row {
  const column = type.columns.find(({ name }) => sameName(name, key));
  if (column === undefined) throw new DatabaseError(`Unknown column ${key}.`);
  const own = [type.idColumn, type.guidColumn, type.modifiedColumn];
  if (own.includes(column.name)) return {};
  return { [column.name]: readValue(column, raw, context) };
}

function readValue(column: Column, raw: unknown, context: WriteContext): Value {
  if (raw === null || raw === undefined || raw === "##null##") {
    if (!column.nullable) throw new DatabaseError(`${column.name} can't be null.`);
    return null;
  }
  const text = raw instanceof NumberText ? raw.text : String(raw);
  if (typeof raw === "object" && !(raw instanceof NumberText)) {
    throw new DatabaseError(`${column.name} isn't a plain value.`);
  }
  return convert(column, text, context);
}

function convert(column: Column, text: string, { serverTimeZone }: WriteContext): Value {
  switch (column.type) {
    case "integer":
      return Number(matching(text, /^-?\d{1,10}$/, column));
    case "decimal":
      return new Decimal(matching(text, /^-?\d{1,9}(\.\d+)?$/, column))
        .toDecimalPlaces(9)
        .toFixed();
    case "double":
      return Number(matching(text, /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/, column));
    case "boolean":
      return /^(true|1)$/i.test(matching(text, /^(true|false|0|1)$/i, column));
    case "guid":
      return matching(text, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, column).toLowerCase();
    case "datetime": {
      const wallTime = parseWrittenTime(text, serverTimeZone);
      if (wallTime === undefined) throw new DatabaseError(`${column.name} isn't a date.`);
      return wallTime;
    }
    default:
      return fitting(text, column);
  }
}

function matching(text: string, pattern: RegExp, column: Column): string {
  if (!pattern.test(text)) throw new DatabaseError(`${column.name} can't hold that value.`);
  return text;
}

function fitting(text: string, column: Column): string {
  if (column.size !== undefined && text.length > column.size) {
    throw new DatabaseError(`${column.name} would be truncated.`);
  }
  return text;
}

/** The columns a created row may not leave empty. */
export function requireColumns(type: ObjectType, values: Row): void {
  const own = [type.idColumn, type.guidColumn, type.modifiedColumn];
  const missing = type.columns.find(
    ({ name, nullable, initial }) =>
      !nullable && initial === undefined && !own.includes(name) && (values[name] ?? null) === null,
  );
  if (missing !== undefined) throw new DatabaseError(`${missing.name} can't be null.`);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
