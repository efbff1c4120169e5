// Cuts a condition into the pieces the product's safety grammar knows; anything else is unsafe (403).
import { UnsafeQueryError } from "./sql-error.ts";

export interface Token {
  kind: "word" | "number" | "text" | "symbol";
  text: string;
}

/** Words that aren't column names. */
export const KEYWORDS = new Set(["IN", "NOT", "BETWEEN", "LIKE", "AND", "OR", "IS", "NULL"]);
const PIECE =
  /[ ]+|(?<text>N?'[^']*')|\[(?<bracketed>[A-Za-z0-9_.]+)\]|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_.]*)|(?<symbol><>|!=|>=|<=|[-+*/%=<>(),])/y;
/** Throws UnsafeQueryError for text outside the grammar. */
export function tokenize(source: string): Token[] {
  if (/--|\/\*|\*\/|;/.test(source)) throw new UnsafeQueryError("comment or separator");
  const tokens: Token[] = [];
  for (let position = 0; position < source.length; ) {
    PIECE.lastIndex = position;
    const match = PIECE.exec(source);
    if (match === null) throw new UnsafeQueryError(source.slice(position, position + 20));
    position = PIECE.lastIndex;
    const token = tokenOf(match.groups ?? {});
    if (token !== undefined) addToken(tokens, token);
  }
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>): Token | undefined {
  const { text, bracketed, number, word, symbol } = groups;
  if (text !== undefined) return { kind: "text", text: text.slice(text.indexOf("'") + 1, -1) };
  if (number !== undefined) return { kind: "number", text: number };
  if (symbol !== undefined) return { kind: "symbol", text: symbol };
  const name = bracketed ?? word;
  return name === undefined ? undefined : { kind: "word", text: name };
}

/** Two literals in a row are an escaped quote, a word before a parenthesis is a function: both unsafe. */
function addToken(tokens: Token[], token: Token): void {
  const last = tokens.at(-1);
  if (last?.kind === "text" && token.kind === "text") throw new UnsafeQueryError("nested quotes");
  const opens = token.kind === "symbol" && token.text === "(";
  if (opens && last?.kind === "word" && !KEYWORDS.has(last.text.toUpperCase())) {
    throw new UnsafeQueryError(`function ${last.text}`);
  }
  tokens.push(token);
}
