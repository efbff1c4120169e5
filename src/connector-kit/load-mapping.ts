// Loads a connector's default mappings from the YAML files beside it.

import { readFileSync } from "node:fs";
import { type MappingDocument, parseMappingDocument } from "../mapping/document.ts";

/**
 * Reads mapping documents, in order; `paths` are relative to the calling module, whose
 * `import.meta.url` is `moduleUrl`. Throws MAPPING_INVALID.
 */
export function loadMappings(moduleUrl: string, paths: readonly string[]): MappingDocument[] {
  return paths.map((path) => parseMappingDocument(readFileSync(new URL(path, moduleUrl), "utf8")));
}
