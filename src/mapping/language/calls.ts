// Calls of mapping functions. `trim(a)` and `a.trim()` are the same call. Only functions of the
// registry exist; nothing of JavaScript can be called.

import { didYouMean } from "../did-you-mean.ts";
import type { MappingFunction } from "../functions/define-function.ts";
import { mappingFunctions } from "../functions/registry.ts";
import { assertListLength, assertTextLength } from "../limits.ts";
import type { CompiledNode, CompileScope, Frame } from "./compiled-node.ts";
import { invalidExpression, type SyntaxNode } from "./syntax.ts";

export interface Call {
  name: string;
  arguments: readonly SyntaxNode[];
  node: SyntaxNode;
}

function findFunction({ name, node }: Call, scope: CompileScope): MappingFunction {
  const found = mappingFunctions.get(name);
  if (found !== undefined) return found;
  const problem = `There is no function "${name}".${didYouMean(name, mappingFunctions.keys())}`;
  throw invalidExpression(scope.text, problem, node);
}

/** What a value weighs in steps, so that large texts and lists are not worked on for free. */
function weigh(value: unknown): number {
  if (typeof value === "string") return value.length >> 6;
  return Array.isArray(value) ? value.length : 0;
}

function checkResult(value: unknown): unknown {
  if (typeof value === "string") assertTextLength(value.length);
  if (Array.isArray(value)) assertListLength(value.length);
  return value ?? null;
}

function checkCall(
  call: Call,
  scope: CompileScope,
  values: readonly CompiledNode[],
): MappingFunction {
  const found = findFunction(call, scope);
  const [fewest, most] = found.arity;
  if (values.length < fewest || values.length > most) {
    const problem = `${call.name} is written ${found.signatures.join(" or ")}.`;
    throw invalidExpression(scope.text, problem, call.node);
  }
  const literals = values.map(({ literal }) => literal?.value);
  const problem = found.check?.(literals, { lookupNames: scope.lookupNames });
  if (problem !== undefined) throw invalidExpression(scope.text, problem, call.node);
  return found;
}

export function compileCall(call: Call, scope: CompileScope): CompiledNode {
  const values = call.arguments.map((argument) => scope.compile(argument));
  const found = checkCall(call, scope, values);
  const evaluate = (frame: Frame): unknown => {
    const given = values.map((value) => value.evaluate(frame));
    const { evaluation } = frame;
    evaluation.budget.spend(given.reduce<number>((sum, value) => sum + weigh(value), 1));
    for (const value of given) if (Array.isArray(value)) assertListLength(value.length);
    return checkResult(found.evaluate(given, evaluation));
  };
  return { evaluate, place: found.resultPlace?.(values.map(({ place }) => place)) ?? "open" };
}
