// XML bodies of POST and PUT: a record element named after the table, alone or inside `<data>` with its children.
import { SaxesParser } from "saxes";
import type { ObjectType } from "./object-type.ts";
import { DatabaseError } from "./sql-error.ts";

interface XmlRecord {
  table: string;
  columns: Record<string, string>;
}

/** The columns of the record and arrays of its children by table name; throws DatabaseError (400). */
export function parseXmlBody(text: string, type: ObjectType): Record<string, unknown> {
  const records = readRecords(text);
  const isOwn = ({ table }: XmlRecord) => table.toLowerCase() === type.table.toLowerCase();
  const own = records.find(isOwn);
  if (own === undefined) throw new DatabaseError(`The body has no ${type.table}.`);
  const body: Record<string, unknown> = { ...own.columns };
  for (const child of records.filter((record) => !isOwn(record))) {
    const siblings = (body[child.table] ?? []) as unknown[];
    body[child.table] = [...siblings, child.columns];
  }
  return body;
}

function readRecords(text: string): XmlRecord[] {
  const records: XmlRecord[] = [];
  const path: string[] = [];
  const parser = new SaxesParser();
  const depthOfRecord = () => (path[0]?.toLowerCase() === "data" ? 2 : 1);
  parser.on("error", () => {
    throw new DatabaseError("The body isn't XML.");
  });
  parser.on("opentag", ({ name }) => {
    path.push(name);
    if (path.length === depthOfRecord() && name.toLowerCase() !== "data") {
      records.push({ table: name, columns: {} });
    }
  });
  parser.on("text", (content) => {
    const record = records.at(-1);
    const column = path.at(-1);
    if (record === undefined || column === undefined) return;
    if (path.length === depthOfRecord() + 1) record.columns[column] = content;
  });
  parser.on("closetag", () => void path.pop());
  parser.write(text).close();
  return records;
}
