// Reading members of objects and elements of lists. Only what a message itself holds can be read;
// what it lacks reads as null; what its schema does not know is refused when the mapping is saved.

import { forbiddenKeys } from "../../core/json.ts";
import { didYouMean } from "../did-you-mean.ts";
import { itemPlace, memberPlace, type SchemaPlace } from "../schema-path.ts";
import type { CompiledNode, CompileScope, NodeOf } from "./compiled-node.ts";
import { readingNumbers } from "./literals.ts";
import { invalidExpression, type SyntaxNode } from "./syntax.ts";
import { asDecimal, describeValue, isNumeric, isRecord, unsuitable } from "./values.ts";

function refuseForbidden(name: string): void {
  if (forbiddenKeys.has(name)) throw unsuitable(`The name "${name}" is not allowed.`);
}

/** An object's own member; null when it, or the object, is absent. */
function readMember(value: unknown, name: string): unknown {
  if (value === null || value === undefined) return null;
  if (isRecord(value)) return Object.hasOwn(value, name) ? (value[name] ?? null) : null;
  const hint = Array.isArray(value)
    ? "Use each, first(...), or [0] to reach one element."
    : undefined;
  throw unsuitable(`${describeValue(value)} has no member "${name}".`, hint);
}

/** A list's element; null past its end. */
function readElement(list: readonly unknown[], index: unknown): unknown {
  const position = isNumeric(index) ? asDecimal(index) : undefined;
  if (position === undefined || !position.isInteger() || position.isNegative()) {
    throw unsuitable(`${describeValue(index)} is not a position in a list; the first one is 0.`);
  }
  return position.lt(list.length) ? (list[position.toNumber()] ?? null) : null;
}

function readIndexed(value: unknown, index: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return readElement(value, index);
  if (typeof index !== "string") {
    throw unsuitable(`${describeValue(value)} has no member ${describeValue(index)}.`);
  }
  refuseForbidden(index);
  return readMember(value, index);
}

interface KnownMember {
  of: SchemaPlace;
  name: string;
  node: SyntaxNode;
}

/** Where a member stands in the schema; throws MAPPING_INVALID when there is no such member. */
function findMember({ of, name, node }: KnownMember, scope: CompileScope): SchemaPlace {
  if (forbiddenKeys.has(name)) {
    throw invalidExpression(scope.text, `The name "${name}" is not allowed.`, node);
  }
  const member = memberPlace(of, name);
  if (member.kind === "known") return member.place;
  if (member.kind === "open") return "open";
  const written = scope.text.slice(node.start, node.end);
  const problem =
    member.kind === "unknown"
      ? `"${written}": the schema has no "${name}".${didYouMean(name, member.names)}`
      : `"${written}": a value of type ${member.type} has no member "${name}".`;
  throw invalidExpression(scope.text, problem, node);
}

export function compileMember(node: NodeOf<".">, scope: CompileScope): CompiledNode {
  const [objectNode, name] = node.args;
  const object = scope.compile(objectNode);
  const place = findMember({ of: object.place, name, node }, scope);
  const { evaluate } = object;
  return { evaluate: readingNumbers(place, (frame) => readMember(evaluate(frame), name)), place };
}

export function compileIndex(node: NodeOf<"[]">, scope: CompileScope): CompiledNode {
  const [valueNode, indexNode] = node.args;
  const value = scope.compile(valueNode);
  const index = scope.compile(indexNode);
  const name = index.literal?.value;
  const place =
    typeof name === "string"
      ? findMember({ of: value.place, name, node }, scope)
      : itemPlace(value.place);
  const read = readingNumbers(place, (frame) =>
    readIndexed(value.evaluate(frame), index.evaluate(frame)),
  );
  return { evaluate: read, place };
}
