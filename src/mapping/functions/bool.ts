// The mapping function `bool`: yes or no.

import { asText, describeValue, isBlank, unsuitable } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

const yesWords: ReadonlySet<string> = new Set(["true", "yes", "y", "on", "1"]);
const noWords: ReadonlySet<string> = new Set(["false", "no", "n", "off", "0"]);

export const boolFunction = defineMappingFunction({
  name: "bool",
  family: "Conversion",
  title: "Yes or no",
  description:
    "Reads true, yes, y, on or 1 as true and false, no, n, off or 0 as false, whatever the case. An empty value or blank text stays empty.",
  signatures: ["bool(value)"],
  arity: [1, 1],
  examples: [
    { expression: 'bool("Yes")', result: true },
    { expression: "bool(0)", result: false },
    { expression: "bool(src.Paid)", src: {}, result: null },
    { expression: "bool(src.Paid)", src: { Paid: true }, result: true },
    { expression: 'bool("maybe")', fails: "MESSAGE_INVALID" },
  ],
  evaluate: ([value]) => {
    if (isBlank(value)) return null;
    const word = asText(value).trim().toLowerCase();
    if (yesWords.has(word)) return true;
    if (noWords.has(word)) return false;
    throw unsuitable(`${describeValue(value)} is neither yes nor no.`);
  },
});
