// CEL's macros: has(a.b), and list.map / filter / all / exists / exists_one. They are the only loops
// of the language, and each turn spends steps according to the size of its body.

import { assertListLength } from "../limits.ts";
import { itemPlace, listPlace, type SchemaPlace } from "../schema-path.ts";
import type { CompiledNode, CompileScope, Evaluate, Frame, NodeOf } from "./compiled-node.ts";
import { countNodes, invalidExpression, type SyntaxNode } from "./syntax.ts";
import { describeValue, isRecord, unsuitable } from "./values.ts";

/** One loop: the list, the name of its element, and the bodies evaluated for each element. */
interface Loop {
  elements: Evaluate;
  variable: string;
  turnCost: number;
}

type Turn = (frame: Frame, element: unknown) => void;

const isTrue = (value: unknown): boolean => {
  if (typeof value === "boolean") return value;
  throw unsuitable(`A condition over a list must be true or false, not ${describeValue(value)}.`);
};

/** The elements to go over: a list's, an object's names, or none for null. */
function elementsOf(value: unknown): readonly unknown[] {
  if (value === null) return [];
  if (isRecord(value)) return Object.keys(value);
  if (!Array.isArray(value)) throw unsuitable(`${describeValue(value)} is not a list.`);
  assertListLength(value.length);
  return value;
}

function runLoop({ elements, variable, turnCost }: Loop, frame: Frame, turn: Turn): void {
  const variables: Record<string, unknown> = { ...frame.variables };
  const inner = { variables, evaluation: frame.evaluation };
  for (const element of elementsOf(elements(frame))) {
    frame.evaluation.budget.spend(turnCost);
    variables[variable] = element;
    turn(inner, element);
  }
}

function collect(loop: Loop, keep: Evaluate | undefined, make: Evaluate | undefined): Evaluate {
  return (frame) => {
    const results: unknown[] = [];
    runLoop(loop, frame, (inner, element) => {
      if (keep !== undefined && !isTrue(keep(inner))) return;
      results.push(make === undefined ? element : make(inner));
    });
    return results;
  };
}

function countTrue(loop: Loop, condition: Evaluate, judge: (yes: number, all: number) => boolean) {
  return (frame: Frame): boolean => {
    let yes = 0;
    let all = 0;
    runLoop(loop, frame, (inner) => {
      all += 1;
      if (isTrue(condition(inner))) yes += 1;
    });
    return judge(yes, all);
  };
}

const quantifiers: Readonly<Record<string, (yes: number, all: number) => boolean>> = {
  all: (yes, all) => yes === all,
  exists: (yes) => yes > 0,
  exists_one: (yes) => yes === 1,
};

const bodies: Readonly<Record<string, readonly number[]>> = {
  map: [1, 2],
  filter: [1],
  all: [1],
  exists: [1],
  exists_one: [1],
};

export function isMacro(node: NodeOf<"rcall">): boolean {
  const [name, , args] = node.args;
  return Object.hasOwn(bodies, name) && (bodies[name] ?? []).includes(args.length - 1);
}

function innerScope(scope: CompileScope, variable: string, element: SchemaPlace): CompileScope {
  const inner: CompileScope = {
    ...scope,
    variables: new Map([...scope.variables, [variable, element]]),
    compile: (node, other) => scope.compile(node, other ?? inner),
  };
  return inner;
}

export function compileMacro(node: NodeOf<"rcall">, scope: CompileScope): CompiledNode {
  const [name, listNode, [variableNode, ...bodyNodes]] = node.args;
  const list = scope.compile(listNode);
  const variable = variableNode?.op === "id" ? variableNode.args : "";
  if (scope.variables.has(variable)) {
    const problem = `"${variable}" already means something here; name the element differently.`;
    throw invalidExpression(scope.text, problem, node);
  }
  const inside = innerScope(scope, variable, itemPlace(list.place));
  const compiled = bodyNodes.map((body) => inside.compile(body));
  const turnCost = bodyNodes.reduce((sum, body) => sum + countNodes(body), 1);
  const loop = { elements: list.evaluate, variable, turnCost };
  const [first, second] = compiled;
  const judge = quantifiers[name];
  if (first === undefined) throw invalidExpression(scope.text, `${name}() lacks its body.`, node);
  if (judge !== undefined)
    return { evaluate: countTrue(loop, first.evaluate, judge), place: "open" };
  if (name === "filter") {
    return { evaluate: collect(loop, first.evaluate, undefined), place: list.place };
  }
  const make = second ?? first;
  const keep = second === undefined ? undefined : first.evaluate;
  return { evaluate: collect(loop, keep, make.evaluate), place: listPlace(make.place) };
}

/** has(a.b): whether the message holds a value there that is not null. */
export function compileHas(argument: SyntaxNode | undefined, scope: CompileScope): CompiledNode {
  if (argument?.op !== ".") {
    throw invalidExpression(scope.text, "has(...) asks about a member, such as has(src.Note).");
  }
  const { evaluate } = scope.compile(argument);
  return { evaluate: (frame) => evaluate(frame) !== null, place: "open" };
}
