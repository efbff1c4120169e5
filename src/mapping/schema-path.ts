// Walks a JSON Schema along a path, so that a misspelt field is found when a mapping is saved.
// It does not validate messages.

import { isJsonObject } from "../core/json.ts";

export type JsonSchema = Record<string, unknown>;

/** A place inside a schema; "open" where anything may stand. */
export type SchemaPlace = "open" | { root: JsonSchema; schema: JsonSchema };

/** What a schema says about a member: known, not known (with the names it knows), open, or not an object. */
export type MemberPlace =
  | { kind: "known"; place: SchemaPlace }
  | { kind: "unknown"; names: string[] }
  | { kind: "open" }
  | { kind: "not-an-object"; type: string };

const alternativesMax = 64;

export function schemaPlace(schema: JsonSchema | "any" | undefined): SchemaPlace {
  return schema === undefined || schema === "any" ? "open" : { root: schema, schema };
}

/** Follows a local reference such as `#/$defs/address`. */
function dereference(root: JsonSchema, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  const steps = reference.slice(1).split("/").slice(1);
  return steps.reduce<unknown>((node, step) => {
    const name = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    return isJsonObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  }, root);
}

function branchesOf(root: JsonSchema, schema: JsonSchema): unknown[] {
  const combined = ["anyOf", "oneOf", "allOf"].flatMap((keyword) => {
    const branches = schema[keyword];
    return Array.isArray(branches) ? branches : [];
  });
  const reference = schema["$ref"];
  return typeof reference === "string" ? [...combined, dereference(root, reference)] : combined;
}

/** The plain schemas a place stands for: references and combinations followed, null left out. */
function alternatives(place: Exclude<SchemaPlace, "open">): JsonSchema[] {
  const found: JsonSchema[] = [];
  const queue: unknown[] = [place.schema];
  for (let visited = 0; queue.length > 0 && visited < alternativesMax; visited++) {
    const schema = queue.shift();
    if (!isJsonObject(schema)) found.push({});
    else {
      const branches = branchesOf(place.root, schema);
      queue.push(...branches);
      const isOnlyCombination = branches.length > 0 && schema["properties"] === undefined;
      if (!isOnlyCombination && schema["type"] !== "null") found.push(schema);
    }
  }
  return found;
}

function typesOf(schema: JsonSchema): string[] {
  const type = schema["type"];
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? type.filter((name) => typeof name === "string") : [];
}

function propertiesOf(schema: JsonSchema): JsonSchema {
  const properties = schema["properties"];
  return isJsonObject(properties) ? properties : {};
}

function mayBeObject(schema: JsonSchema): boolean {
  const types = typesOf(schema);
  return types.length === 0 || types.includes("object");
}

/** The schema of members that have no property of their own; undefined when there may be none. */
function otherMembers(schema: JsonSchema): unknown {
  const additional = schema["additionalProperties"];
  if (additional !== undefined) return additional === false ? undefined : additional;
  const isClosed = isJsonObject(schema["properties"]) && schema["patternProperties"] === undefined;
  return isClosed ? undefined : true;
}

function placeOf(root: JsonSchema, schemas: readonly unknown[]): SchemaPlace {
  const [first] = schemas;
  if (schemas.length > 1) return { root, schema: { anyOf: schemas as JsonSchema[] } };
  return isJsonObject(first) ? { root, schema: first } : "open";
}

/** The member `name` of an object at a place. */
export function memberPlace(place: SchemaPlace, name: string): MemberPlace {
  if (place === "open") return { kind: "open" };
  const all = alternatives(place);
  const objects = all.filter(mayBeObject);
  if (objects.length === 0) {
    return { kind: "not-an-object", type: all.flatMap(typesOf)[0] ?? "null" };
  }
  const known = objects.filter((schema) => Object.hasOwn(propertiesOf(schema), name));
  if (known.length > 0) {
    const schemas = known.map((schema) => propertiesOf(schema)[name]);
    return { kind: "known", place: placeOf(place.root, schemas) };
  }
  const others = objects.map(otherMembers).filter((schema) => schema !== undefined);
  const [other] = others;
  if (isJsonObject(other)) return { kind: "known", place: placeOf(place.root, others) };
  if (others.length > 0) return { kind: "open" };
  return { kind: "unknown", names: objects.flatMap((schema) => Object.keys(propertiesOf(schema))) };
}

/** The elements of a list at a place. */
export function itemPlace(place: SchemaPlace): SchemaPlace {
  if (place === "open") return "open";
  const items = alternatives(place)
    .map((schema) => schema["items"])
    .filter(isJsonObject);
  return items.length === 0 ? "open" : placeOf(place.root, items);
}

/** A list of what stands at a place. */
export function listPlace(item: SchemaPlace): SchemaPlace {
  if (item === "open") return "open";
  return { root: item.root, schema: { type: "array", items: item.schema } };
}

/** Whether the schema says that only a number can stand here. */
export function isNumberPlace(place: SchemaPlace): boolean {
  if (place === "open") return false;
  const types = alternatives(place)
    .flatMap(typesOf)
    .filter((type) => type !== "null");
  return types.length > 0 && types.every((type) => type === "number" || type === "integer");
}
