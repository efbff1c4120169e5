// The mapping function `title`: title case.

import { asText } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

/** The first letter of a word; an apostrophe starts a new one only after a single letter (O'Neil, not Ann'S). */
const wordStart = /(?<![\p{L}\p{N}'\u2019])\p{L}|(?<=(?<![\p{L}\p{N}])\p{L}['\u2019])\p{L}/gu;

export const titleFunction = defineMappingFunction({
  name: "title",
  family: "Text",
  title: "Title case",
  description:
    "Writes every word with one capital letter followed by small ones. An empty value stays empty.",
  signatures: ["title(text)"],
  arity: [1, 1],
  examples: [
    { expression: 'title("ANN LEE")', result: "Ann Lee" },
    { expression: 'title("jean-luc o\'neil")', result: "Jean-Luc O'Neil" },
    { expression: "title(src.City)", src: { City: "ŽILINA" }, result: "Žilina" },
  ],
  evaluate: ([text]) =>
    text === null
      ? null
      : asText(text)
          .toLowerCase()
          .replaceAll(wordStart, (letter) => letter.toUpperCase()),
});
