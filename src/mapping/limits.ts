// The bounds of expressions and mappings, and the counter that stops an evaluation which works too
// long. No clock is involved: work is counted in steps, so a run stops at the same place everywhere.

import { IntegrationError } from "../core/errors.ts";

export const mappingLimits = {
  /** Characters of one expression. */
  expressionCharacters: 4_000,
  /** Levels of nesting inside one expression. */
  expressionDepth: 64,
  /** Syntax nodes of one expression. */
  expressionNodes: 2_000,
  /** Elements of any list that an expression or an `each` works on. */
  listElements: 10_000,
  /** Characters of any text that an expression makes. */
  textCharacters: 1_000_000,
  /** Characters that `matches` searches. */
  matchedCharacters: 50_000,
  /** Characters of a pattern of `matches`. */
  patternCharacters: 500,
  /** Decimal exponent of any number that is calculated, in both directions. */
  numberExponent: 100,
  /** Fields of one mapping document. */
  fields: 2_000,
  /** Characters of one mapping document written as YAML. */
  documentCharacters: 1_000_000,
  /** Levels of nesting of a mapping document, a message and an output. */
  messageDepth: 64,
  /** Steps of one run of a mapping, or of one expression evaluated by itself. */
  steps: 2_000_000,
} as const;

/** The error of everything that is too large, too deep or too slow. */
export function limitExceeded(problem: string): IntegrationError {
  return new IntegrationError("EXPRESSION_LIMIT", problem);
}

/** Counts the work of one run; every loop, call and written value spends steps. */
export class StepBudget {
  #left: number;

  constructor(steps: number = mappingLimits.steps) {
    this.#left = steps;
  }

  /** Throws EXPRESSION_LIMIT once all steps are spent. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw limitExceeded("The mapping does more work than one run may do.");
  }
}

/** Refuses a text that is about to be made, before its memory is taken. */
export function assertTextLength(characters: number): void {
  if (characters <= mappingLimits.textCharacters) return;
  throw limitExceeded(
    `A text of ${characters} characters is longer than the ${mappingLimits.textCharacters} allowed.`,
  );
}

/** Refuses a list that is longer than an expression may work on. */
export function assertListLength(elements: number): void {
  if (elements <= mappingLimits.listElements) return;
  throw limitExceeded(
    `A list of ${elements} elements is longer than the ${mappingLimits.listElements} allowed.`,
  );
}
