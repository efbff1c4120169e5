// Turns a syntax tree into one closure: the table of which node is compiled where.

import { compileCall } from "./calls.ts";
import type { CompiledNode, CompileScope, NodeOf } from "./compiled-node.ts";
import { compileList, compileRecord, compileValue, compileVariable } from "./literals.ts";
import { compileChoice, compileLogic, compileNot } from "./logic.ts";
import { compileHas, compileMacro, isMacro } from "./macros.ts";
import { compileIndex, compileMember } from "./members.ts";
import { compileBinary, compileMinus, isBinary } from "./operators.ts";
import { invalidExpression, type SyntaxNode } from "./syntax.ts";

function compileFunctionCall(node: NodeOf<"call">, scope: CompileScope): CompiledNode {
  const [name, values] = node.args;
  if (name === "has") return compileHas(values[0], scope);
  return compileCall({ name, arguments: values, node }, scope);
}

function compileMethodCall(node: NodeOf<"rcall">, scope: CompileScope): CompiledNode {
  if (isMacro(node)) return compileMacro(node, scope);
  const [name, receiver, values] = node.args;
  return compileCall({ name, arguments: [receiver, ...values], node }, scope);
}

/** The closure of a syntax node; throws MAPPING_INVALID for whatever could never work. */
export function compileNode(node: SyntaxNode, scope: CompileScope): CompiledNode {
  if (isBinary(node)) return compileBinary(node, scope);
  switch (node.op) {
    case "value":
      return compileValue(node, scope);
    case "id":
      return compileVariable(node, scope);
    case ".":
      return compileMember(node, scope);
    case "[]":
      return compileIndex(node, scope);
    case "call":
      return compileFunctionCall(node, scope);
    case "rcall":
      return compileMethodCall(node, scope);
    case "list":
      return compileList(node, scope);
    case "map":
      return compileRecord(node, scope);
    case "?:":
      return compileChoice(node, scope);
    case "&&":
    case "||":
      return compileLogic(node, scope);
    case "!_":
      return compileNot(node, scope);
    case "-_":
      return compileMinus(node, scope);
    default:
      throw invalidExpression(scope.text, `"${node.op}" is not used here.`, node);
  }
}
