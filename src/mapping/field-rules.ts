// The rules of a mapping's fields as a person writes them, and reading them from YAML or JSON. What a
// rule is shows in its shape; nothing is guessed.

import { IntegrationError } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import { didYouMean } from "./did-you-mean.ts";
import { mappingLimits } from "./limits.ts";
import { splitTargetPath } from "./target-path.ts";

/** An expression with what to do when it gives nothing. */
export interface ValueRule {
  value: string;
  /** Write null instead of leaving the field out. */
  keepNull?: boolean;
  /** Refuse the message when the expression gives null. */
  required?: boolean;
}

/** One object per element of a list. */
export interface EachRule {
  /** Expression of the list. */
  each: string;
  /** Name of the element in the expressions below; "item" when absent. */
  as?: string;
  /** Condition an element must meet. */
  when?: string;
  fields: FieldRules;
}

/** Passes all members of an object on, untouched. */
export interface CopyRule {
  /** Expression of the object. */
  copy: string;
  /** Names to pass on; all when absent. */
  only?: string[];
  /** Names to leave out. */
  except?: string[];
}

/** A rule: an expression, one of the rules above, or more fields below this one. */
export type FieldRule = string | ValueRule | EachRule | CopyRule | FieldRules;
export interface FieldRules {
  [path: string]: FieldRule;
}

/** The error of a mapping document; `path` leads to what is wrong. */
export function invalidDocument(path: string, problem: string, hint?: string): IntegrationError {
  return new IntegrationError("MAPPING_INVALID", `${path}: ${problem}`, {
    details: { path, problem },
    ...(hint === undefined ? {} : { hint }),
  });
}

type RawRule = Readonly<Record<string, unknown>>;

const below = (path: string, name: string) => (path === "" ? name : `${path}.${name}`);

function refuseOtherKeys(rule: RawRule, allowed: readonly string[], path: string): void {
  const other = Object.keys(rule).find((key) => !allowed.includes(key));
  if (other === undefined) return;
  throw invalidDocument(
    below(path, other),
    `"${other}" does not belong here; there may be ${allowed.join(", ")}.${didYouMean(other, allowed)}`,
  );
}

function readExpression(rule: RawRule, key: string, path: string): string {
  const text = rule[key];
  if (typeof text === "string" && text.trim() !== "") return text;
  if (typeof text === "number" || typeof text === "boolean") return String(text);
  throw invalidDocument(below(path, key), "An expression is expected here, as text.");
}

function readFlag(rule: RawRule, key: string, path: string): boolean | undefined {
  const flag = rule[key];
  if (flag === undefined || typeof flag === "boolean") return flag;
  throw invalidDocument(below(path, key), "true or false is expected here.");
}

function readNames(rule: RawRule, key: string, path: string): string[] | undefined {
  const names = rule[key];
  if (names === undefined) return undefined;
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw invalidDocument(below(path, key), "A list of names is expected here.");
}

function readValueRule(rule: RawRule, path: string): ValueRule {
  const keepNull = readFlag(rule, "keepNull", path);
  const required = readFlag(rule, "required", path);
  return {
    value: readExpression(rule, "value", path),
    ...(keepNull === undefined ? {} : { keepNull }),
    ...(required === undefined ? {} : { required }),
  };
}

function readElementName(rule: RawRule, path: string): string | undefined {
  const name = rule["as"];
  if (name === undefined) return undefined;
  if (typeof name === "string" && /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)) return name;
  throw invalidDocument(below(path, "as"), "A name of letters and digits is expected here.");
}

function readEachRule(rule: RawRule, path: string): EachRule {
  refuseOtherKeys(rule, ["each", "as", "when", "fields"], path);
  const as = readElementName(rule, path);
  const when = rule["when"] === undefined ? undefined : readExpression(rule, "when", path);
  return {
    each: readExpression(rule, "each", path),
    ...(as === undefined ? {} : { as }),
    ...(when === undefined ? {} : { when }),
    fields: readFieldRules(rule["fields"], below(path, "fields")),
  };
}

function readCopyRule(rule: RawRule, path: string): CopyRule {
  refuseOtherKeys(rule, ["copy", "only", "except"], path);
  const only = readNames(rule, "only", path);
  const except = readNames(rule, "except", path);
  return {
    copy: readExpression(rule, "copy", path),
    ...(only === undefined ? {} : { only }),
    ...(except === undefined ? {} : { except }),
  };
}

const valueKeys: ReadonlySet<string> = new Set(["value", "keepNull", "required"]);

export function isEachRule(rule: FieldRule | RawRule): rule is EachRule {
  return typeof rule === "object" && Object.hasOwn(rule, "each");
}

export function isCopyRule(rule: FieldRule | RawRule): rule is CopyRule {
  return typeof rule === "object" && Object.hasOwn(rule, "copy");
}

/** `value` may also be the name of a target field, so only its own company makes it a rule. */
export function isValueRule(rule: FieldRule | RawRule): rule is ValueRule {
  if (typeof rule !== "object" || !Object.hasOwn(rule, "value")) return false;
  return Object.keys(rule).every((key) => valueKeys.has(key));
}

function readRule(rule: unknown, path: string): FieldRule {
  if (typeof rule === "number" || typeof rule === "boolean") return String(rule);
  if (typeof rule === "string" && rule.trim() !== "") return rule;
  if (!isJsonObject(rule)) {
    throw invalidDocument(path, "An expression or further fields are expected here.");
  }
  if (isEachRule(rule)) return readEachRule(rule, path);
  if (isCopyRule(rule)) return readCopyRule(rule, path);
  return isValueRule(rule) ? readValueRule(rule, path) : readFieldRules(rule, path);
}

/** Number of rules with an expression, at all levels. */
export function countRules(rules: FieldRules): number {
  return Object.values(rules).reduce((sum, rule) => sum + countRule(rule), 0);
}

function countRule(rule: FieldRule): number {
  if (typeof rule === "string" || isValueRule(rule) || isCopyRule(rule)) return 1;
  return isEachRule(rule) ? 1 + countRules(rule.fields) : countRules(rule);
}

/** Reads the fields of a document or of an `each`; throws MAPPING_INVALID naming the path. */
export function readFieldRules(rules: unknown, path: string): FieldRules {
  if (!isJsonObject(rules) || Object.keys(rules).length === 0) {
    throw invalidDocument(path, "At least one field is expected here.");
  }
  if (path.split(".").length > mappingLimits.messageDepth) {
    throw invalidDocument(path.slice(0, 200), "Fields are nested too deep.");
  }
  const read = Object.entries(rules).map(([name, rule]) => {
    const here = below(path, name);
    const problem = splitTargetPath(name).problem;
    if (problem !== undefined) throw invalidDocument(here, problem);
    return [name, readRule(rule, here)] as const;
  });
  return Object.fromEntries(read);
}
