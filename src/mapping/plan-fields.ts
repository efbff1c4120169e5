// Turns the rules of a document into plans: compiles their expressions, finds their places in the
// target's schema, and refuses fields that get in each other's way.

import { IntegrationError } from "../core/errors.ts";
import { didYouMean } from "./did-you-mean.ts";
import { type CompiledExpression, compilePlaced } from "./expression.ts";
import {
  type CopyRule,
  countRules,
  type EachRule,
  type FieldRules,
  isCopyRule,
  isEachRule,
  isValueRule,
  type ValueRule,
} from "./field-rules.ts";
import { limitExceeded, mappingLimits } from "./limits.ts";
import type { FieldPlan } from "./plan.ts";
import { itemPlace, memberPlace, type SchemaPlace } from "./schema-path.ts";
import { splitTargetPath } from "./target-path.ts";

export interface PlanScope {
  variables: ReadonlyMap<string, SchemaPlace>;
  target: SchemaPlace;
  lookupNames: readonly string[] | undefined;
  /** Path of the list these fields belong to; empty for the output itself. */
  path: string;
  /** Takes a problem; planning goes on, so that all of them are found. */
  report(path: string, thrown: unknown): void;
}

interface Leaf {
  names: readonly string[];
  rule: string | ValueRule | EachRule | CopyRule;
}

const join = (left: string, right: string) => (left === "" ? right : `${left}.${right}`);

/** The rules of nested objects and dotted names, as one list of fields. */
function leavesOf(rules: FieldRules, names: readonly string[]): Leaf[] {
  return Object.entries(rules).flatMap(([path, rule]) => {
    const here = [...names, ...splitTargetPath(path).names];
    if (typeof rule === "string" || isValueRule(rule) || isCopyRule(rule) || isEachRule(rule)) {
      return [{ names: here, rule }];
    }
    return leavesOf(rule, here);
  });
}

function invalidField(problem: string): IntegrationError {
  return new IntegrationError("MAPPING_INVALID", problem, { details: { problem } });
}

/** Refuses a field that is written twice, and fields below one that is not an object. */
function assertNoConflict(leaf: Leaf, earlier: ReadonlyMap<string, Leaf>): void {
  for (let length = 1; length <= leaf.names.length; length++) {
    const path = leaf.names.slice(0, length).join(".");
    const other = earlier.get(path);
    if (other === undefined) continue;
    if (length === leaf.names.length) throw invalidField("The field is written twice.");
    if (!isCopyRule(other.rule))
      throw invalidField(`"${path}" is written as a whole elsewhere in the mapping.`);
  }
  const path = `${leaf.names.join(".")}.`;
  const below = [...earlier.keys()].find((other) => other.startsWith(path));
  if (below !== undefined) throw invalidField(`"${below}" is already written elsewhere.`);
}

function findTarget(names: readonly string[], target: SchemaPlace): SchemaPlace {
  let place = target;
  for (const name of names) {
    const member = memberPlace(place, name);
    if (member.kind === "open") return "open";
    if (member.kind === "not-an-object") {
      throw invalidField(`A value of type ${member.type} has no field "${name}".`);
    }
    if (member.kind === "unknown") {
      const problem = `The target has no field "${name}".${didYouMean(name, member.names)}`;
      throw invalidField(problem);
    }
    place = member.place;
  }
  return place;
}

function compileIn(scope: PlanScope, text: string): CompiledExpression {
  return compilePlaced(text, { variables: scope.variables, lookupNames: scope.lookupNames });
}

/** Compiles a part of a rule that has a path of its own, such as the `when` of an `each`. */
function compilePart(scope: PlanScope, path: string, text: string): CompiledExpression | undefined {
  try {
    return compileIn(scope, text);
  } catch (thrown) {
    scope.report(path, thrown);
    return undefined;
  }
}

function elementScope(scope: PlanScope, rule: EachRule, list: SchemaPlace): PlanScope {
  const as = rule.as ?? "item";
  if (scope.variables.has(as) || as === "index") {
    throw invalidField(`"${as}" already means something here; name the element differently.`);
  }
  const variables = new Map([...scope.variables, [as, itemPlace(list)] as const]);
  return { ...scope, variables: variables.set("index", "open") };
}

function planEach(
  leaf: Leaf & { rule: EachRule },
  place: SchemaPlace,
  scope: PlanScope,
): FieldPlan {
  const { names, rule } = leaf;
  const path = join(scope.path, names.join("."));
  const list = compileIn(scope, rule.each);
  const inner = elementScope({ ...scope, path, target: itemPlace(place) }, rule, list.place);
  const when = rule.when === undefined ? undefined : compilePart(inner, `${path}.when`, rule.when);
  const fields = planFields(rule.fields, inner);
  return { kind: "each", names, place, list, as: rule.as ?? "item", when, fields };
}

function planLeaf(leaf: Leaf, scope: PlanScope): FieldPlan {
  const { names, rule } = leaf;
  const place = findTarget(names, scope.target);
  if (isEachRule(rule)) return planEach({ names, rule }, place, scope);
  if (isCopyRule(rule)) {
    const only = rule.only === undefined ? undefined : new Set(rule.only);
    const source = compileIn(scope, rule.copy);
    return { kind: "copy", names, place, source, only, except: new Set(rule.except) };
  }
  const {
    value,
    keepNull = false,
    required = false,
  } = typeof rule === "string" ? { value: rule } : rule;
  return { kind: "value", names, place, expression: compileIn(scope, value), keepNull, required };
}

/** Throws EXPRESSION_LIMIT for a document of more fields than a mapping may have. */
export function assertFieldCount(rules: FieldRules): void {
  const count = countRules(rules);
  if (count <= mappingLimits.fields) return;
  throw limitExceeded(`A mapping may have ${mappingLimits.fields} fields, not ${count}.`);
}

/** Plans of all fields, in document order; problems go to `scope.report`. */
export function planFields(rules: FieldRules, scope: PlanScope): FieldPlan[] {
  const leaves = leavesOf(rules, []);
  const earlier = new Map<string, Leaf>();
  return leaves.flatMap((leaf) => {
    try {
      assertNoConflict(leaf, earlier);
      earlier.set(leaf.names.join("."), leaf);
      return [planLeaf(leaf, scope)];
    } catch (thrown) {
      scope.report(join(scope.path, leaf.names.join(".")), thrown);
      return [];
    }
  });
}
