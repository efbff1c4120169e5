// Reads the text of a CEL expression into its syntax tree, within the limits. The grammar is cel-js's;
// what the tree means is decided by the other files of this folder.

import { type ASTNode, Environment, ParseError } from "@marcbachmann/cel-js";
import { IntegrationError } from "../../core/errors.ts";
import { limitExceeded, mappingLimits } from "../limits.ts";

export type SyntaxNode = ASTNode;

const grammar = new Environment({
  limits: {
    maxAstNodes: mappingLimits.expressionNodes,
    maxDepth: mappingLimits.expressionDepth,
  },
});

/** The error of an expression that cannot be used; `position` counts characters from 1. */
export function invalidExpression(
  expression: string,
  problem: string,
  node?: { start: number },
): IntegrationError {
  return new IntegrationError("MAPPING_INVALID", problem, {
    details: {
      expression,
      problem,
      ...(node === undefined ? {} : { position: node.start + 1 }),
    },
  });
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "op" in value;

/** The parts a node is made of, in the order they were written. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return [node.args].flat(3).filter(isNode);
}

/** Number of nodes below and including this one. */
export function countNodes(node: SyntaxNode): number {
  return childrenOf(node).reduce((sum, child) => sum + countNodes(child), 1);
}

function depthOf(node: SyntaxNode): number {
  return 1 + Math.max(0, ...childrenOf(node).map(depthOf));
}

function parse(text: string): SyntaxNode {
  try {
    return grammar.parse(text).ast;
  } catch (thrown) {
    if (!(thrown instanceof ParseError)) throw thrown;
    if (thrown.code === "limit_exceeded") {
      throw limitExceeded("The expression is nested deeper or longer than allowed.");
    }
    const where = thrown.range === undefined ? "" : ` (character ${thrown.range.start + 1})`;
    throw invalidExpression(text, `${thrown.summary}${where}.`, thrown.range);
  }
}

/** The syntax tree of an expression; throws MAPPING_INVALID or EXPRESSION_LIMIT. */
export function parseExpression(text: string): SyntaxNode {
  if (text.length > mappingLimits.expressionCharacters) {
    throw limitExceeded(
      `The expression has ${text.length} characters; ${mappingLimits.expressionCharacters} are allowed.`,
    );
  }
  if (text.trim() === "") throw invalidExpression(text, "The expression is empty.");
  const tree = parse(text);
  if (depthOf(tree) > mappingLimits.expressionDepth) {
    throw limitExceeded(
      `The expression is nested deeper than the ${mappingLimits.expressionDepth} levels allowed.`,
    );
  }
  return tree;
}
