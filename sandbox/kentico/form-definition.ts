// `ClassFormDefinition` of cms.class: how the shop describes its columns, custom ones included.
import type { Column, ObjectType } from "./object-type.ts";
import type { Shop } from "./shop.ts";
import type { Actor } from "./tables.ts";

const developer: Actor = { userId: null, origin: "admin" };

/** The form of a type; custom columns are those without `system="true"`. */
function formDefinition(type: ObjectType): string {
  const fields = type.columns.map((column) => field(column, column.name === type.idColumn));
  return `<form version="2">${fields.join("")}</form>`;
}

function field(column: Column, isKey: boolean): string {
  const attributes = [
    `column="${column.name}"`,
    `columntype="${column.type === "xml" ? "longtext" : column.type}"`,
    ...(column.size === undefined ? [] : [`columnsize="${column.size}"`]),
    ...(column.type === "decimal" ? ['columnsize="18"', 'columnprecision="9"'] : []),
    ...(column.nullable ? ['allowempty="true"'] : []),
    ...(isKey ? ['isPK="true"'] : []),
    ...(column.system ? ['system="true"'] : []),
  ];
  const caption = `<properties><fieldcaption>${column.name}</fieldcaption></properties>`;
  return `<field ${attributes.join(" ")}>${caption}</field>`;
}

/** Describes every type once, as the installed product does. */
export function describeClasses(shop: Shop): void {
  for (const type of shop.tables.types) {
    const values = {
      ClassName: type.name,
      ClassDisplayName: type.name,
      ClassTableName: type.table,
      ClassFormDefinition: formDefinition(type),
    };
    shop.tables.insert("cms.class", values, developer);
  }
}

/** Adds a custom column to a table and to its form. */
export function addCustomColumn(shop: Shop, typeName: string, column: Column): void {
  const type = shop.tables.typeOf(typeName);
  if (type === undefined || type.columns.some((known) => known.name === column.name)) return;
  shop.tables.addColumn(type.name, column);
  const row = shop.tables.find("cms.class", (each) => each["ClassName"] === type.name);
  const values = { ClassFormDefinition: formDefinition(type) };
  if (row !== undefined) shop.tables.update("cms.class", Number(row["ClassID"]), values, developer);
}
