// What compiling a syntax node gives, and what it needs. Types only.

import type { Evaluation } from "../evaluation.ts";
import type { SchemaPlace } from "../schema-path.ts";
import type { SyntaxNode } from "./syntax.ts";

/** The variables of one evaluation and what else it may reach. */
export interface Frame {
  variables: Readonly<Record<string, unknown>>;
  evaluation: Evaluation;
}

export type Evaluate = (frame: Frame) => unknown;

export interface CompiledNode {
  evaluate: Evaluate;
  /** What the schema says about the value. */
  place: SchemaPlace;
  /** The value, when it is written in the expression itself. */
  literal?: { value: unknown };
}

/** What is known while an expression is compiled. */
export interface CompileScope {
  /** The whole expression. */
  text: string;
  variables: ReadonlyMap<string, SchemaPlace>;
  /** Names of the lookup tables that exist; undefined when they are not known yet. */
  lookupNames: readonly string[] | undefined;
  /** Compiles a part of the expression, in this scope unless another is given. */
  compile(node: SyntaxNode, scope?: CompileScope): CompiledNode;
}

export type NodeOf<Operator extends SyntaxNode["op"]> = Extract<SyntaxNode, { op: Operator }>;
