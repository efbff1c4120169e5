// The mapping function `parseNumber`: read a written number.

import { asDecimal, asText, describeValue, isBlank, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

const charactersMax = 100;

interface WrittenForm {
  point: string;
  /** Digits, or groups of two or three digits, then the decimals. */
  pattern: RegExp;
  grouping: RegExp;
}

const forms: readonly WrittenForm[] = [
  {
    point: ".",
    pattern: /^[+-]?(?:\d+|\d{1,3}(?:[,\s'\u2019]\d{2,3})*[,\s'\u2019]\d{3})(?:\.\d+)?$/,
    grouping: /[^\d.+-]/g,
  },
  {
    point: ",",
    pattern: /^[+-]?(?:\d+|\d{1,3}(?:[.\s'\u2019]\d{2,3})*[.\s'\u2019]\d{3})(?:,\d+)?$/,
    grouping: /[^\d,+-]/g,
  },
];

function formOf(separator: unknown): WrittenForm {
  const form = forms.find(({ point }) => point === separator);
  if (form !== undefined) return form;
  throw unsuitable('The decimal separator is "." or ",".');
}

export const parseNumberFunction = defineMappingFunction({
  name: "parseNumber",
  family: "Number",
  title: "Read a written number",
  description:
    'Reads a number as people write it, with the given decimal separator ("." or ","); the other one, spaces and apostrophes may group digits. An empty value or blank text stays empty.',
  signatures: ["parseNumber(text, decimalSeparator)"],
  arity: [2, 2],
  examples: [
    { expression: 'parseNumber("1.234,50", ",")', result: "1234.5" },
    { expression: 'parseNumber("1,234.50", ".")', result: "1234.5" },
    { expression: 'parseNumber("12 345", ",")', result: "12345" },
    { expression: 'parseNumber("", ".")', result: null },
    { expression: 'parseNumber("1,5", ".")', fails: "MESSAGE_INVALID" },
    { expression: 'parseNumber("1.2.3", ".")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([text, separator]) => {
    if (isBlank(text)) return null;
    const written = asText(text).trim();
    const { point, pattern, grouping } = formOf(separator);
    if (written.length <= charactersMax && pattern.test(written)) {
      return asDecimal(written.replaceAll(grouping, "").replace(point, "."));
    }
    throw unsuitable(
      `${describeValue(text)} is not a number with the decimal separator "${point}".`,
    );
  },
});
