// and, or, not, and the choice `condition ? yes : no`. As in CEL, `false && problem` is false and
// `true || problem` is true whichever side the problem is on.

import { IntegrationError } from "../../core/errors.ts";
import type { CompiledNode, CompileScope, Evaluate, Frame, NodeOf } from "./compiled-node.ts";
import { describeValue, unsuitable } from "./values.ts";

function asCondition(value: unknown, what: string): boolean {
  if (typeof value === "boolean") return value;
  throw unsuitable(`${what} must be true or false, not ${describeValue(value)}.`);
}

type Outcome = { value: boolean } | { problem: IntegrationError };

/** Exceeded limits end the evaluation; they are never one of two sides. */
function attempt(side: Evaluate, frame: Frame, what: string): Outcome {
  try {
    return { value: asCondition(side(frame), what) };
  } catch (thrown) {
    if (thrown instanceof IntegrationError && thrown.code !== "EXPRESSION_LIMIT") {
      return { problem: thrown };
    }
    throw thrown;
  }
}

export function compileLogic(node: NodeOf<"&&" | "||">, scope: CompileScope): CompiledNode {
  const decisive = node.op === "||";
  const what = `Each side of "${node.op}"`;
  const [left, right] = node.args.map((side) => scope.compile(side).evaluate) as [
    Evaluate,
    Evaluate,
  ];
  const evaluate = (frame: Frame): boolean => {
    const first = attempt(left, frame, what);
    if ("value" in first && first.value === decisive) return decisive;
    const second = asCondition(right(frame), what);
    if (second !== decisive && "problem" in first) throw first.problem;
    return second;
  };
  return { evaluate, place: "open" };
}

export function compileNot(node: NodeOf<"!_">, scope: CompileScope): CompiledNode {
  const { evaluate } = scope.compile(node.args);
  return { evaluate: (frame) => !asCondition(evaluate(frame), 'What "!" turns'), place: "open" };
}

export function compileChoice(node: NodeOf<"?:">, scope: CompileScope): CompiledNode {
  const [condition, whenTrue, whenFalse] = node.args.map(
    (part) => scope.compile(part).evaluate,
  ) as [Evaluate, Evaluate, Evaluate];
  const evaluate = (frame: Frame): unknown =>
    asCondition(condition(frame), 'The condition before "?"') ? whenTrue(frame) : whenFalse(frame);
  return { evaluate, place: "open" };
}
