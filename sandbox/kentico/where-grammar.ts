// The `where` parameter: exactly the pieces the product's safety grammar lets through, parsed into a tree.
// Pieces outside the grammar are unsafe (403); safe pieces that make no condition are a database error (400).
import { DatabaseError, UnsafeQueryError } from "./sql-error.ts";
import { KEYWORDS, type Token, tokenize } from "./where-tokens.ts";

export type Operand =
  | { kind: "column"; name: string }
  | { kind: "number"; text: string }
  | { kind: "text"; text: string }
  | { kind: "arithmetic"; operator: string; left: Operand; right: Operand };

export type Condition =
  | { kind: "and" | "or"; left: Condition; right: Condition }
  | { kind: "compare"; operator: string; left: Operand; right: Operand }
  | { kind: "in"; negated: boolean; left: Operand; list: Operand[] }
  | { kind: "between"; negated: boolean; left: Operand; from: Operand; to: Operand }
  | { kind: "like"; negated: boolean; left: Operand; pattern: Operand }
  | { kind: "is-null"; negated: boolean; left: Operand };

/** Shop administrators' tools never nest deeper; a bound keeps the parser's stack small. */
const DEPTH_MAX = 50;

/** Parses a condition; throws UnsafeQueryError (403) or DatabaseError (400). */
export function parseWhere(source: string): Condition {
  const tokens = tokenize(source);
  const parser = new Parser(tokens);
  const condition = parser.either(0);
  parser.end();
  return condition;
}

class Parser {
  private position = 0;
  private readonly tokens: Token[];

  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  either(depth: number): Condition {
    let left = this.both(depth);
    while (this.takeWord("OR")) left = { kind: "or", left, right: this.both(depth) };
    return left;
  }

  end(): void {
    if (this.position < this.tokens.length) throw new DatabaseError("Incorrect syntax.");
  }

  private both(depth: number): Condition {
    let left = this.single(depth);
    while (this.takeWord("AND")) left = { kind: "and", left, right: this.single(depth) };
    return left;
  }

  /** A parenthesis opens either a condition or an operand; the condition is tried first. */
  private single(depth: number): Condition {
    if (depth > DEPTH_MAX) throw new DatabaseError("Nested too deeply.");
    const start = this.position;
    if (!this.takeSymbol("(")) return this.predicate(depth);
    try {
      const inner = this.either(depth + 1);
      this.expectSymbol(")");
      return inner;
    } catch (error) {
      if (error instanceof UnsafeQueryError) throw error;
      this.position = start;
      return this.predicate(depth);
    }
  }

  private predicate(depth: number): Condition {
    const left = this.sum(depth);
    if (this.takeWord("IS")) return this.isNull(left);
    const negated = this.takeWord("NOT");
    if (this.takeWord("IN")) return { kind: "in", negated, left, list: this.list() };
    if (this.takeWord("LIKE")) return { kind: "like", negated, left, pattern: this.sum(depth) };
    if (this.takeWord("BETWEEN")) return this.between(negated, left, depth);
    const operator = negated ? undefined : this.takeComparison();
    if (operator === undefined) throw new DatabaseError("Incorrect syntax near a condition.");
    return { kind: "compare", operator, left, right: this.sum(depth) };
  }

  private isNull(left: Operand): Condition {
    const negated = this.takeWord("NOT");
    if (!this.takeWord("NULL")) throw new DatabaseError("Incorrect syntax near IS.");
    return { kind: "is-null", negated, left };
  }

  private between(negated: boolean, left: Operand, depth: number): Condition {
    const from = this.sum(depth);
    if (!this.takeWord("AND")) throw new DatabaseError("Incorrect syntax near BETWEEN.");
    return { kind: "between", negated, left, from, to: this.sum(depth) };
  }

  /** The grammar lets lists hold literals and numbers only; a column or subquery in one is unsafe. */
  private list(): Operand[] {
    this.expectSymbol("(");
    const list: Operand[] = [];
    do {
      const sign = this.takeSymbol("-") ? "-" : "";
      const token = this.next();
      if (token.kind === "text") list.push({ kind: "text", text: token.text });
      else if (token.kind === "number") list.push({ kind: "number", text: sign + token.text });
      else throw new UnsafeQueryError("list of something else than literals");
    } while (this.takeSymbol(","));
    this.expectSymbol(")");
    return list;
  }

  private sum(depth: number): Operand {
    let left = this.product(depth);
    for (let sign = this.takeOneOf("+-"); sign !== undefined; sign = this.takeOneOf("+-")) {
      left = { kind: "arithmetic", operator: sign, left, right: this.product(depth) };
    }
    return left;
  }

  private product(depth: number): Operand {
    let left = this.operand(depth);
    for (let sign = this.takeOneOf("*/%"); sign !== undefined; sign = this.takeOneOf("*/%")) {
      left = { kind: "arithmetic", operator: sign, left, right: this.operand(depth) };
    }
    return left;
  }

  private operand(depth: number): Operand {
    if (depth > DEPTH_MAX) throw new DatabaseError("Nested too deeply.");
    if (this.takeSymbol("(")) {
      const inner = this.sum(depth + 1);
      this.expectSymbol(")");
      return inner;
    }
    if (this.takeSymbol("-")) {
      const zero: Operand = { kind: "number", text: "0" };
      return { kind: "arithmetic", operator: "-", left: zero, right: this.operand(depth + 1) };
    }
    const token = this.next();
    if (token.kind === "number" || token.kind === "text")
      return { kind: token.kind, text: token.text };
    if (token.kind === "word" && !KEYWORDS.has(token.text.toUpperCase())) {
      return { kind: "column", name: token.text };
    }
    throw new DatabaseError(`Incorrect syntax near ${token.text}.`);
  }

  private takeComparison(): string | undefined {
    const token = this.tokens[this.position];
    if (token?.kind !== "symbol" || !/^(=|<>|!=|>=|<=|>|<)$/.test(token.text)) return undefined;
    this.position += 1;
    return token.text;
  }

  private takeOneOf(symbols: string): string | undefined {
    const token = this.tokens[this.position];
    if (token?.kind !== "symbol" || !symbols.includes(token.text)) return undefined;
    this.position += 1;
    return token.text;
  }

  private takeSymbol(symbol: string): boolean {
    return this.takeOneOf(symbol) !== undefined;
  }

  private expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw new DatabaseError(`Incorrect syntax: ${symbol} expected.`);
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.position];
    if (token?.kind !== "word" || token.text.toUpperCase() !== word) return false;
    this.position += 1;
    return true;
  }

  private next(): Token {
    const token = this.tokens[this.position];
    if (token === undefined) throw new DatabaseError("Incorrect syntax at the end.");
    this.position += 1;
    return token;
  }
}
