// What a client owes and is owed, one amount per currency: the balances that `include[]` adds to a client.
import { Decimal } from "decimal.js";
import type { Account } from "./account.ts";
import { type Money, money } from "./currency.ts";
import { settlementOf, statusOf } from "./invoice-status.ts";

export interface ClientBalances {
  outstanding_balance: Balance[];
  credit_balance: Balance[];
  draft_balance: Balance[];
  overdue_balance: Balance[];
  grand_total_balance: Balance[];
}

interface Balance {
  amount: Money;
}

export function clientBalances(account: Account, clientId: number): ClientBalances {
  const totals = {
    outstanding_balance: new Map<string, Decimal>(),
    credit_balance: new Map<string, Decimal>(),
    draft_balance: new Map<string, Decimal>(),
    overdue_balance: new Map<string, Decimal>(),
    grand_total_balance: new Map<string, Decimal>(),
  };
  for (const row of account.invoices.values()) {
    if (row.visState === 1 || row.fields.customerid !== clientId) continue;
    const settlement = settlementOf(account, row);
    const { v3_status } = statusOf(account, row, settlement);
    const code = row.fields.currency_code;
    const isDraft = v3_status === "draft";
    add(totals.grand_total_balance, code, new Decimal(row.fields.totals.amount));
    add(isDraft ? totals.draft_balance : totals.outstanding_balance, code, settlement.outstanding);
    if (v3_status === "overdue") add(totals.overdue_balance, code, settlement.outstanding);
  }
  for (const row of account.credits.values()) {
    if (row.visState === 1 || row.fields.clientid !== clientId) continue;
    add(totals.credit_balance, row.fields.amount.code, creditLeft(account, row.id));
  }
  return {
    outstanding_balance: listOf(totals.outstanding_balance),
    credit_balance: listOf(totals.credit_balance),
    draft_balance: listOf(totals.draft_balance),
    overdue_balance: listOf(totals.overdue_balance),
    grand_total_balance: listOf(totals.grand_total_balance),
  };
}

/** The part of a credit that no payment has used yet; 0 for an unknown credit. */
export function creditLeft(account: Account, creditId: number): Decimal {
  const credit = account.credits.get(creditId);
  if (!credit || credit.visState === 1) return new Decimal(0);
  let left = new Decimal(credit.fields.amount.amount);
  for (const payment of account.payments.values()) {
    if (payment.visState === 1 || payment.fields.creditid !== creditId) continue;
    left = left.minus(payment.fields.amount.amount);
  }
  return left;
}

function add(totals: Map<string, Decimal>, code: string, amount: Decimal): void {
  totals.set(code, (totals.get(code) ?? new Decimal(0)).plus(amount));
}

function listOf(totals: Map<string, Decimal>): Balance[] {
  return [...totals]
    .filter(([, amount]) => !amount.isZero())
    .map(([code, amount]) => ({ amount: money(amount, code) }));
}
