// Checks that the answer to a create speaks of what we sent. Anything else is no proof of success, and
// is looked up before it is tried again.

import { IntegrationError } from "../../core/errors.ts";
import { decimal } from "../../core/money.ts";
import { unusableAnswer } from "./client.ts";
import { carriesReference, referencesIn } from "./reference-line.ts";

interface WireAmount {
  amount: string | number;
  code: string;
}

/** Our reference in the text that carries it; throws MESSAGE_INVALID when the mapping dropped it. */
export function requireReference(field: string, text: string | null | undefined): string {
  const reference = referencesIn(text).at(-1);
  if (reference !== undefined) return reference;
  throw new IntegrationError("MESSAGE_INVALID", `The field "${field}" carries no reference.`, {
    hint: `Keep the line "Ref " + src.reference in the mapping of "${field}": a lost answer is looked up by it.`,
    details: { field },
  });
}

/** Throws OUTCOME_UNKNOWN unless the text that came back carries the reference. */
export function assertReferenceEchoed(text: string | null | undefined, reference: string): void {
  if (carriesReference(text, reference)) return;
  throw unusableAnswer("create", "it does not carry our reference", { reference });
}

/** Throws OUTCOME_UNKNOWN unless both texts are equal; `what` names them. */
export function assertEchoed(what: string, sent: unknown, received: unknown): void {
  if (String(sent) === String(received)) return;
  throw unusableAnswer("create", `it holds another ${what} than was sent`, { sent, received });
}

export function isSameAmount(left: WireAmount, right: WireAmount): boolean {
  return left.code === right.code && decimal(left.amount).equals(decimal(right.amount));
}
