// Reads `name=value` options of the command line.

import { IntegrationError } from "../core/errors.ts";
import { type Json, type JsonObject, parseJson } from "../core/json.ts";

/** Collects a repeatable option. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

export function readPairs(pairs: readonly string[], option: string): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      const shown = option === "--secret" ? "A secret" : `"${pair}"`;
      throw new IntegrationError("REQUEST_INVALID", `${shown} is not of the form name=value.`, {
        hint: `Write: ${option} name=value`,
      });
    }),
  );
}

function mapPairs(
  pairs: readonly string[],
  option: string,
  read: (value: string) => Json,
): JsonObject {
  return Object.fromEntries(
    Object.entries(readPairs(pairs, option)).map(([name, value]) => [name, read(value)]),
  );
}

/**
 * Settings of a connection: true, false, lists and objects as JSON, all else as text. Also numbers are
 * text: user names and client ids may be made of digits.
 */
export function readSettings(pairs: readonly string[], option: string): JsonObject {
  return mapPairs(pairs, option, (value) =>
    /^(true|false|[[{].*)$/s.test(value) ? jsonOrText(value) : value,
  );
}

/** Limits, which are numbers: `perSecond=2.5`. What is none stays text, for the schema to refuse. */
export function readNumbers(pairs: readonly string[], option: string): JsonObject {
  return mapPairs(pairs, option, (value) => (/^\d+(\.\d+)?$/.test(value) ? Number(value) : value));
}

/** JSON where it is JSON, else text; numbers keep their digits. */
export function jsonOrText(value: string): Json {
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}
