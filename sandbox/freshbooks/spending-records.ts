// The buying side of the simulated books: expenses, bills, vendors, bill payments and journal entries.
import type { Money } from "./currency.ts";

export interface CategoryFields {
  category: string;
  parentid: number | null;
  is_cogs: boolean;
}

export interface ExpenseFields {
  categoryid: number;
  staffid: number;
  amount: Money;
  date: string;
  vendor: string;
  notes: string;
  clientid: number;
  projectid: number;
  billable: boolean;
  /** Names and percentages of the taxes inside the amount; their amounts are money here. */
  taxName1: string | null;
  taxName2: string | null;
  taxPercent1: string | null;
  taxPercent2: string | null;
  taxAmount1: Money | null;
  taxAmount2: Money | null;
  compounded_tax: boolean;
  include_receipt: boolean;
  has_receipt: boolean;
  account_name: string;
  bank_name: string;
  transactionid: string | number | null;
  ext_systemid: number;
  ext_invoiceid: number;
  /** Whether an equal expense was there before; it is created all the same. */
  isduplicate: boolean;
}

export interface VendorFields {
  vendor_name: string;
  language: string;
  currency_code: string;
  account_number: string | null;
  primary_contact_first_name: string | null;
  primary_contact_last_name: string | null;
  primary_contact_email: string | null;
  phone: string | null;
  website: string | null;
  street: string | null;
  street2: string | null;
  city: string | null;
  province: string | null;
  postal_code: string | null;
  country: string | null;
  is_1099: boolean;
  note: string | null;
}

export interface BillLine {
  categoryid: number;
  description: string;
  quantity: string;
  unit_cost: Money;
  tax_name1: string | null;
  tax_name2: string | null;
  tax_percent1: string;
  tax_percent2: string;
  tax_authorityid1: string | null;
  tax_authorityid2: string | null;
  compounded_tax: boolean;
}

export interface BillFields {
  vendorid: number;
  issue_date: string;
  due_offset_days: number;
  currency_code: string;
  language: string;
  bill_number: string | null;
  lines: BillLine[];
}

export interface BillPaymentFields {
  billid: number;
  amount: Money;
  paid_date: string;
  payment_type: string;
  note: string;
}

export interface JournalEntryFields {
  name: string;
  description: string;
  currency_code: string;
  user_entered_date: string;
  details: JournalDetail[];
}

/** Exactly one of debit and credit is given. */
export interface JournalDetail {
  sub_accountid: number;
  debit: string | null;
  credit: string | null;
}
