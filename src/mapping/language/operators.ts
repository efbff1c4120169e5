// Compiles the operators that work on two values, and the minus sign.

import { arithmetic, negate } from "./arithmetic.ts";
import { compareValues, ordering } from "./comparison.ts";
import type { CompiledNode, CompileScope, Evaluate, Frame, NodeOf } from "./compiled-node.ts";
import { areEqual } from "./equality.ts";
import { describeValue, isRecord, unsuitable } from "./values.ts";

type Binary = (left: unknown, right: unknown, frame: Frame) => unknown;

function costOf(value: unknown): number {
  if (typeof value === "string") return 1 + (value.length >> 6);
  return Array.isArray(value) ? 1 + value.length : 1;
}

/** Whether a list holds an equal value, or an object has a member of that name. */
function isIn(value: unknown, container: unknown): boolean {
  if (container === null) return false;
  if (Array.isArray(container)) return container.some((item) => areEqual(item, value));
  if (isRecord(container)) return typeof value === "string" && Object.hasOwn(container, value);
  throw unsuitable(`"in" looks into a list or an object, not into ${describeValue(container)}.`);
}

const binaryOperators: Readonly<Record<string, Binary>> = {
  "==": areEqual,
  "!=": (left, right) => !areEqual(left, right),
  in: isIn,
  ...arithmetic,
  ...Object.fromEntries(
    Object.entries(ordering).map(([operator, holds]): [string, Binary] => [
      operator,
      (left, right) => holds(compareValues(left, right)),
    ]),
  ),
};

type BinaryNode = NodeOf<
  "==" | "!=" | "in" | "+" | "-" | "*" | "/" | "%" | "<" | "<=" | ">" | ">="
>;

export function isBinary(node: { op: string }): node is BinaryNode {
  return Object.hasOwn(binaryOperators, node.op);
}

export function compileBinary(node: BinaryNode, scope: CompileScope): CompiledNode {
  const [left, right] = node.args.map((side) => scope.compile(side).evaluate) as [
    Evaluate,
    Evaluate,
  ];
  const operate = binaryOperators[node.op] as Binary;
  const evaluate = (frame: Frame): unknown => {
    const leftValue = left(frame);
    const rightValue = right(frame);
    frame.evaluation.budget.spend(costOf(leftValue) + costOf(rightValue));
    return operate(leftValue, rightValue, frame);
  };
  return { evaluate, place: "open" };
}

export function compileMinus(node: NodeOf<"-_">, scope: CompileScope): CompiledNode {
  const { evaluate } = scope.compile(node.args);
  return { evaluate: (frame) => negate(evaluate(frame)), place: "open" };
}
