// The XML form of the REST answers: no declaration, columns that are null left out.
import { type Column, collectionName, type ObjectType } from "./object-type.ts";
import type { Page } from "./query.ts";
import { withServerOffset } from "./server-time.ts";
import type { Row, Value } from "./tables.ts";
import { decimalText, keyColumns } from "./wrappers.ts";

export function collectionXml(type: ObjectType, page: Page, serverTimeZone: string): string {
  const name = collectionName(type.name);
  if (page.rows.length === 0) return `<${name} />`;
  const records = page.rows.map((row) => recordXml(type, row, page.columns, serverTimeZone));
  const total = `<TotalRecords><TotalRecords>${page.totalRecords}</TotalRecords></TotalRecords>`;
  return `<${name}>${records.join("")}${total}</${name}>`;
}

export function singleXml(record: {
  type: ObjectType;
  row: Row;
  columns: Column[];
  serverTimeZone: string;
}): string {
  const { type, row, columns, serverTimeZone } = record;
  return `<data>${recordXml(type, row, columns, serverTimeZone)}</data>`;
}

export function writtenXml(type: ObjectType, row: Row, serverTimeZone: string): string {
  return recordXml(type, row, keyColumns(type), serverTimeZone);
}

function recordXml(type: ObjectType, row: Row, columns: Column[], zone: string): string {
  const fields = columns.flatMap((column) => {
    const value = row[column.name] ?? null;
    if (value === null) return [];
    return `<${column.name}>${escapeXml(valueText(value, column, zone))}</${column.name}>`;
  });
  return `<${type.table}>${fields.join("")}</${type.table}>`;
}

function valueText(value: Value, column: Column, zone: string): string {
  if (column.type === "decimal") return decimalText(value);
  if (column.type === "datetime") return withServerOffset(String(value), zone);
  return String(value);
}

/** Text as XML content or attribute value. */
export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
