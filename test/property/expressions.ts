// Expressions of the mapping language as nobody would write them: every operator, function and macro, over
// anything, mostly with values that do not suit.

import fc from "fast-check";
import { mappingFunctions } from "../../src/mapping/functions/registry.ts";

const functions = [...mappingFunctions.values()].map(({ name, arity }) => ({ name, arity }));
const operators = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "in"];

const literal = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    "true",
    "false",
    "null",
    "0",
    "1",
    "-1",
    "2.50",
    "9007199254740993",
    "1e5",
    "[]",
    "{}",
  ),
  fc.constantFrom('"USD"', '"2026-03-01"', '"UTC"', '"a;b"', '","', '"(a+)+"', '"countries"'),
  fc.nat().map(String),
);
const member = fc.constantFrom(
  "src",
  "src.a",
  "src.a.b",
  "src.list",
  "src.list[0]",
  'src["b"]',
  "src.n",
);

const tied = fc.letrec<{ expression: string; call: string }>((tie) => ({
  call: fc
    .constantFrom(...functions)
    .chain(({ name, arity: [fewest, most] }) =>
      fc
        .array(tie("expression"), { minLength: fewest, maxLength: Math.min(most, fewest + 2) })
        .map((values) => `${name}(${values.join(", ")})`),
    ),
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    member,
    literal,
    tie("call"),
    fc
      .tuple(tie("expression"), fc.constantFrom(...operators), tie("expression"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
    fc.array(tie("expression"), { maxLength: 3 }).map((list) => `[${list.join(", ")}]`),
    fc
      .tuple(
        tie("expression"),
        fc.constantFrom("map", "filter", "exists", "all"),
        tie("expression"),
      )
      .map(([list, macro, inner]) => `(${list}).${macro}(x, ${inner})`),
    tie("expression").map((value) => `!(${value})`),
  ),
}));

/** Text of an expression over `src`. */
export const expressionText = tied.expression;
