// Values written in an expression: texts, numbers, yes/no, null, lists, objects, and variable names.

import { forbiddenKeys } from "../../core/json.ts";
import { didYouMean } from "../did-you-mean.ts";
import { isNumberPlace, type SchemaPlace } from "../schema-path.ts";
import type { CompiledNode, CompileScope, Evaluate, NodeOf } from "./compiled-node.ts";
import { invalidExpression } from "./syntax.ts";
import { asDecimal, unsuitable } from "./values.ts";

/** A number keeps the digits it was written with: the text of the source, not the parsed float. */
function numberLiteral(node: NodeOf<"value">, text: string): unknown {
  const written = text.slice(node.start, node.end);
  return asDecimal(typeof node.args === "bigint" ? node.args.toString() : written);
}

export function compileValue(node: NodeOf<"value">, scope: CompileScope): CompiledNode {
  const { args } = node;
  if (args !== null && typeof args === "object") {
    throw invalidExpression(scope.text, "Byte texts and unsigned numbers are not used here.", node);
  }
  const isNumber = typeof args === "number" || typeof args === "bigint";
  const value = isNumber ? numberLiteral(node, scope.text) : args;
  return { evaluate: () => value, place: "open", literal: { value } };
}

/** Numbers that came as text (because a float would have changed them) are numbers again here. */
export function readingNumbers(place: SchemaPlace, read: Evaluate): Evaluate {
  if (!isNumberPlace(place)) return read;
  return (frame) => {
    const value = read(frame);
    return typeof value === "string" ? asDecimal(value) : value;
  };
}

export function compileVariable(node: NodeOf<"id">, scope: CompileScope): CompiledNode {
  const name = node.args;
  const place = scope.variables.get(name);
  if (place === undefined) {
    const names = [...scope.variables.keys()];
    const problem = `There is no "${name}" here; there are ${names.join(", ")}.`;
    throw invalidExpression(scope.text, problem + didYouMean(name, names), node);
  }
  const read: Evaluate = ({ variables }) => variables[name] ?? null;
  return { evaluate: readingNumbers(place, read), place };
}

export function compileList(node: NodeOf<"list">, scope: CompileScope): CompiledNode {
  const items = node.args.map((item) => scope.compile(item).evaluate);
  return { evaluate: (frame) => items.map((item) => item(frame)), place: "open" };
}

function memberName(name: unknown): string {
  if (typeof name !== "string") throw unsuitable("The names of an object's members are texts.");
  if (forbiddenKeys.has(name)) throw unsuitable(`The name "${name}" is not allowed.`);
  return name;
}

export function compileRecord(node: NodeOf<"map">, scope: CompileScope): CompiledNode {
  const members = node.args.map(
    ([name, value]) => [scope.compile(name).evaluate, scope.compile(value).evaluate] as const,
  );
  return {
    evaluate: (frame) =>
      Object.fromEntries(members.map(([name, value]) => [memberName(name(frame)), value(frame)])),
    place: "open",
  };
}
