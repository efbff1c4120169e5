// The columns a shop has added to Kentico's tables: their values in a row, and their description.

import type { CallContext } from "../../connector-kit/operation.ts";
import { ensureError } from "../../core/errors.ts";
import { forbiddenKeys, type JsonObject } from "../../core/json.ts";
import { listObjects, listShared } from "./client.ts";
import { childText, parseXml, type XmlElement } from "./xml-element.ts";

interface CustomField {
  /** Column name. */
  name: string;
  /** Kentico's column type ("text", "decimal", "datetime", ...); null when it is not known. */
  type: string | null;
  title: string;
}

/** Members of a row that Kentico does not ship itself. */
export function customColumnsOf(
  row: Readonly<Record<string, unknown>>,
  systemColumns: ReadonlySet<string>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => !systemColumns.has(name) && !forbiddenKeys.has(name)),
  );
}

function fieldOf(field: XmlElement): CustomField[] {
  const name = field.attributes.get("column") ?? "";
  if (name === "" || field.attributes.get("system") === "true") return [];
  const properties = field.children.find((child) => child.name === "properties");
  const caption = properties ? childText(properties, "fieldcaption") : null;
  return [{ name, type: field.attributes.get("columntype") ?? null, title: caption ?? name }];
}

/** Reads `ClassFormDefinition`: fields without `system="true"` are the shop's. Throws MESSAGE_INVALID. */
export function readFormDefinition(xml: string): CustomField[] {
  const form = parseXml(xml, "ClassFormDefinition");
  return form.children.filter((child) => child.name === "field").flatMap(fieldOf);
}

/** `/all` is for global administrators only (Kentico quirk 15). */
async function formDefinition(context: CallContext, type: string): Promise<string | null> {
  try {
    const query = {
      type: "cms.class",
      where: `ClassName='${type}'`,
      columns: ["ClassFormDefinition"],
    };
    const { records } = await listShared(context, { ...query, all: true });
    const xml = records[0]?.["ClassFormDefinition"];
    return typeof xml === "string" ? xml : null;
  } catch (thrown) {
    if (ensureError(thrown).code === "NOT_PERMITTED") return null;
    throw thrown;
  }
}

async function newestRow(context: CallContext, type: string): Promise<JsonObject> {
  const { records } = await listObjects(context, { type, scope: "site", limit: 1 });
  return records[0] ?? {};
}

/**
 * Custom columns of a type, from its form definition; without the privilege for that, from the names
 * in one row (then the types are not known).
 */
export async function discoverCustomFields(
  context: CallContext,
  { type, systemColumns }: { type: string; systemColumns: ReadonlySet<string> },
): Promise<CustomField[]> {
  const xml = await formDefinition(context, type);
  if (xml !== null) return readFormDefinition(xml);
  const names = Object.keys(customColumnsOf(await newestRow(context, type), systemColumns));
  return names.map((name) => ({ name, type: null, title: name }));
}
