// Compiled mappings between vendor records and canonical messages. An installation's own document wins
// over the connector's default.

import { z } from "zod";
import { type MessageName, messageJsonSchema } from "../canonical/messages.ts";
import type { Entity } from "../connector-kit/entity.ts";
import { IntegrationError } from "../core/errors.ts";
import { type CompiledMapping, compileMapping } from "../mapping/compile.ts";
import type { MappingDocument } from "../mapping/document.ts";
import type { Configuration } from "./configuration.ts";
import type { LiveConnection } from "./live-connection.ts";

export type Direction = "toCanonical" | "fromCanonical";

export interface MappingRegistry {
  find(connection: LiveConnection, entity: Entity, direction: Direction): CompiledMapping;
}

/** A registry for one configuration; compiled mappings are kept as long as their document is the same. */
export function createMappingRegistry(): {
  of(configuration: Configuration): MappingRegistry;
} {
  const compiled = new WeakMap<MappingDocument, CompiledMapping>();
  return {
    of: (configuration) => ({
      find(connection, entity, direction) {
        const document = documentOf(configuration, connection, nameOf(entity, direction));
        const known = compiled.get(document);
        if (known) return known;
        const fresh = compileFor(document, { connection, entity, direction });
        compiled.set(document, fresh);
        return fresh;
      },
    }),
  };
}

function nameOf(entity: Entity, direction: Direction): string {
  const name = entity.mappings[direction];
  if (name) return name;
  throw new IntegrationError(
    "NOT_SUPPORTED",
    `There is no mapping for writing "${entity.name}" records.`,
  );
}

function documentOf(
  configuration: Configuration,
  connection: LiveConnection,
  name: string,
): MappingDocument {
  const own =
    configuration.mappings.get(`${connection.row.id}/${name}`) ??
    configuration.mappings.get(`/${name}`);
  const found = own ?? connection.connector.mappings.find((each) => each.mapping === name);
  if (found) return found;
  throw new IntegrationError("NOT_FOUND", `There is no mapping named "${name}".`);
}

interface MappingPlace {
  connection: Pick<LiveConnection, "connector">;
  entity: Entity;
  direction: Direction;
}

/** Compiles a document against the schemas of its place; throws MAPPING_INVALID naming the field. */
export function compileFor(
  document: MappingDocument,
  place: MappingPlace,
  lookupNames?: readonly string[],
): CompiledMapping {
  const { entity, direction, connection } = place;
  const canonical = messageJsonSchema(entity.canonical as MessageName);
  const isInbound = direction === "toCanonical";
  const draft = entity.draft ? z.toJSONSchema(entity.draft, schemaOptions) : {};
  return compileMapping(document, {
    sourceSchema: isInbound ? z.toJSONSchema(entity.wire, schemaOptions) : canonical,
    targetSchema: isInbound ? canonical : draft,
    settingsSchema: z.toJSONSchema(connection.connector.settings, schemaOptions),
    ...(lookupNames ? { lookupNames } : {}),
  });
}

const schemaOptions = { io: "input", unrepresentable: "any" } as const;
