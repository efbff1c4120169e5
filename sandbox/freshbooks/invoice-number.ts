// Invoice numbers: the next one follows the pattern of the last, and a taken one is refused (quirks 26 and 27).
import type { Account } from "./account.ts";
import { FieldProblem } from "./field-table.ts";

const firstNumber = "0000001";

/** Counts up the digits at the end of the last number, keeping their padding. */
export function nextInvoiceNumber(account: Account): string {
  let candidate = following(account.lastInvoiceNumber);
  while (isTaken(account, candidate)) candidate = following(candidate);
  return candidate;
}

export function requireFreeNumber(account: Account, number: string, exceptId?: number): void {
  if (!isTaken(account, number, exceptId)) return;
  throw new FieldProblem(1029, `Invoice number ${number} is already in use.`);
}

/** The number of a deleted invoice can be used again (assumed: nothing says otherwise). */
function isTaken(account: Account, number: string, exceptId?: number): boolean {
  const ids = account.invoiceIdsByNumber.get(number) ?? [];
  return ids.some((id) => id !== exceptId && account.invoices.get(id)?.visState !== 1);
}

export function rememberNumber(account: Account, number: string, invoiceId: number): void {
  account.lastInvoiceNumber = number;
  const ids = account.invoiceIdsByNumber.get(number) ?? [];
  account.invoiceIdsByNumber.set(number, [...ids.filter((id) => id !== invoiceId), invoiceId]);
}

export function forgetNumber(account: Account, number: string, invoiceId: number): void {
  const ids = account.invoiceIdsByNumber.get(number) ?? [];
  account.invoiceIdsByNumber.set(
    number,
    ids.filter((id) => id !== invoiceId),
  );
}

function following(last: string | undefined): string {
  const [, prefix, digits] = /^(.*?)(\d+)$/.exec(last ?? "") ?? [];
  if (digits === undefined) return firstNumber;
  return `${prefix}${String(BigInt(digits) + 1n).padStart(digits.length, "0")}`;
}
