// The mapping function `matches`: fits a pattern.

import { RE2JS } from "re2js";
import { ensureError } from "../../core/errors.ts";
import { asText, unsuitable } from "../language/values.ts";
import { limitExceeded, mappingLimits } from "../limits.ts";
import { defineMappingFunction } from "./define-function.ts";

function searchable(text: unknown): string {
  const searched = asText(text);
  if (searched.length <= mappingLimits.matchedCharacters) return searched;
  throw limitExceeded(`A text of ${searched.length} characters is too long to search in.`);
}

const knownPatternsMax = 200;
const knownPatterns = new Map<string, RE2JS>();

/** Patterns are few and used often, so the compiled ones are kept; their number is bounded. */
function findPattern(pattern: string): RE2JS {
  const known = knownPatterns.get(pattern);
  if (known !== undefined) return known;
  const compiled = compilePattern(pattern);
  if (knownPatterns.size >= knownPatternsMax) knownPatterns.clear();
  knownPatterns.set(pattern, compiled);
  return compiled;
}

function compilePattern(pattern: string): RE2JS {
  if (pattern.length > mappingLimits.patternCharacters) {
    throw limitExceeded(`A pattern of ${pattern.length} characters is too long.`);
  }
  try {
    return RE2JS.compile(pattern);
  } catch {
    throw unsuitable(
      `"${pattern.slice(0, 60)}" is not a pattern that can be used.`,
      "Patterns follow RE2 syntax: no look-around such as (?=...), no back-references such as \\1.",
    );
  }
}

function problemOf(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (thrown) {
    return ensureError(thrown).message;
  }
}

export const matchesFunction = defineMappingFunction({
  name: "matches",
  family: "Text",
  title: "Fits a pattern",
  description:
    "Whether any part of a text fits a pattern in RE2 syntax, which takes time in proportion to the text and knows no look-around and no back-references. False for an empty value.",
  signatures: ["matches(text, pattern)", "text.matches(pattern)"],
  arity: [2, 2],
  examples: [
    { expression: 'matches("INV-2026-0042", "^INV-[0-9]{4}-[0-9]+$")', result: true },
    {
      expression: 'src.Email.matches("@example[.]com$")',
      src: { Email: "ann@example.org" },
      result: false,
    },
    { expression: 'matches(src.Email, "@")', src: {}, result: false },
    { expression: 'matches("aa", "(?=a)")', fails: "MAPPING_INVALID" },
    { expression: 'matches("aa", "(a)\\\\1")', fails: "MAPPING_INVALID" },
    { expression: 'matches("aa", src.pattern)', src: { pattern: "(a" }, fails: "MESSAGE_INVALID" },
  ],
  check: ([, pattern]) => (typeof pattern === "string" ? problemOf(pattern) : undefined),
  evaluate: ([text, pattern]) =>
    text !== null && findPattern(asText(pattern)).test(searchable(text)),
});
