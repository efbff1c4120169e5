// What an object type is: its table, columns and keys, and how one is declared in a few words.
// The types themselves are in commerce-types.ts and configuration-types.ts.

export type ColumnType =
  | "integer"
  | "decimal"
  | "double"
  | "boolean"
  | "datetime"
  | "guid"
  | "text"
  | "longtext"
  | "xml";

export interface Column {
  name: string;
  type: ColumnType;
  /** Characters a text column holds; longer values are refused. */
  size?: number;
  nullable: boolean;
  /** The value of a column that a create leaves out. */
  initial?: string;
  /** False for the columns a shop has added itself. */
  system: boolean;
}

export interface ObjectType {
  /** Lower case, as in the address: `ecommerce.order`. */
  name: string;
  /** SQL table name, the record's name in every answer. */
  table: string;
  columns: Column[];
  idColumn: string;
  guidColumn?: string;
  codeNameColumn?: string;
  siteColumn?: string;
  modifiedColumn?: string;
  parent?: { type: string; column: string };
}

interface Declaration {
  table: string;
  columns: string;
  guid?: string;
  codeName?: string;
  site?: string;
  modified?: string;
  parent?: { type: string; column: string };
}

const COLUMN = /^(\w+) (\w+)(?:\((\d+)\))?(\?)?(?: =(.*))?$/;

/** `"OrderNote longtext?"` or `"SKUEnabled boolean =true"`: `?` is nullable, `=` an initial value. */
export function parseColumn(text: string, system = true): Column {
  const match = COLUMN.exec(text.trim());
  if (match === null) throw new TypeError(`Not a column declaration: ${text}`);
  const [, name = "", type = "text", size, nullable, initial] = match;
  return {
    name,
    type: type as ColumnType,
    size: size === undefined ? undefined : Number(size),
    nullable: nullable === "?",
    initial,
    system,
  };
}

/** Declares a type; its first column is the primary key. */
export function declare(name: string, declaration: Declaration): ObjectType {
  const columns = declaration.columns.split("|").map((text) => parseColumn(text));
  const [first] = columns;
  if (first === undefined) throw new TypeError(`${name} has no columns.`);
  return {
    name,
    table: declaration.table,
    columns,
    idColumn: first.name,
    guidColumn: declaration.guid,
    codeNameColumn: declaration.codeName,
    siteColumn: declaration.site,
    modifiedColumn: declaration.modified,
    parent: declaration.parent,
  };
}

/** The name of a list of objects: `ecommerce.taxclass` becomes `ecommerce_taxclasses`. */
export function collectionName(objectType: string): string {
  return pluralise(objectType.replace(/[.#]/g, "_"));
}

/** The product's own plural rule (reference: kentico section 5). */
function pluralise(word: string): string {
  if (/(list|history)$/.test(word)) return word;
  if (word.endsWith("ss")) return `${word}es`;
  if (word.endsWith("s") && !/(as|is|os|us)$/.test(word)) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/[^aeiou]o$/.test(word)) return `${word}es`;
  if (/(s|z|x|ch)$/.test(word)) return `${word}es`;
  if (word.endsWith("fe")) return `${word.slice(0, -2)}ves`;
  return `${word}s`;
}
