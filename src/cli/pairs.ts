// Reads `name=value` options of the command line.

import { IntegrationError } from "../core/errors.ts";
import type { Json, JsonObject } from "../core/json.ts";

/** Collects a repeatable option. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

export function readPairs(pairs: readonly string[], option: string): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new IntegrationError("REQUEST_INVALID", `"${pair}" is not of the form name=value.`, {
        hint: `Write for example: ${option} baseUrl=https://shop.example.com`,
      });
    }),
  );
}

/** Values as JSON where they are JSON, else as text: `dueDays=14`, `pricesIncludeTax=true`. */
export function readSettings(pairs: readonly string[], option: string): JsonObject {
  return Object.fromEntries(
    Object.entries(readPairs(pairs, option)).map(([name, value]) => [name, jsonOrText(value)]),
  );
}

/** JSON where it is JSON, else text. */
export function jsonOrText(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
