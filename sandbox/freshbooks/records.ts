// What the simulated books hold: the fields of each object, before computed and read-only ones are added.
import type { Money } from "./currency.ts";

/** 0 active, 1 deleted, 2 archived. */
export type VisState = 0 | 1 | 2;

export interface Row<Fields> {
  id: number;
  fields: Fields;
  visState: VisState;
  createdAt: Date;
  updatedAt: Date;
  /** Grows with every change in the whole system; makes `version` unique. */
  revision: number;
}

export interface ClientFields {
  fname: string;
  lname: string;
  organization: string;
  email: string;
  bus_phone: string;
  fax: string;
  mob_phone: string;
  home_phone: string | null;
  p_street: string;
  p_street2: string;
  p_city: string;
  p_province: string;
  p_code: string;
  p_country: string;
  s_street: string;
  s_street2: string;
  s_city: string;
  s_province: string;
  s_code: string;
  s_country: string;
  currency_code: string;
  language: string;
  note: string | null;
  vat_name: string | null;
  vat_number: string | null;
  company_industry: string | null;
  company_size: string | null;
  allow_late_fees: boolean;
  allow_late_notifications: boolean;
  allow_email_include_pdf: boolean;
  pref_email: boolean;
  pref_gmail: boolean;
  username: string;
  uuid: string;
}

export interface InvoiceLine {
  lineid: number;
  type: number;
  name: string;
  description: string;
  qty: string;
  unit_cost: Money;
  taxName1: string | null;
  taxAmount1: string;
  taxName2: string | null;
  taxAmount2: string;
  compounded_tax: boolean;
  expenseid: number;
}

export interface InvoiceFields {
  customerid: number;
  create_date: string;
  due_offset_days: number;
  generation_date: string | null;
  fulfillment_date: string | null;
  currency_code: string;
  language: string;
  invoice_number: string;
  po_number: string | null;
  notes: string;
  terms: string | null;
  template: string;
  discount_value: string;
  discount_description: string | null;
  deposit_amount: Money | null;
  deposit_percentage: string | null;
  address: string;
  street: string;
  street2: string;
  city: string;
  province: string;
  code: string;
  country: string;
  fname: string;
  lname: string;
  organization: string;
  vat_name: string;
  vat_number: string;
  payment_details: string;
  show_attachments: boolean;
  auto_bill: boolean;
  estimateid: number;
  parent: number;
  /** 0 disputed, 1 draft, 2 sent, 3 viewed: what people set; the paid states follow from payments. */
  status: number;
  lines: InvoiceLine[];
  /** Computed from the lines at the last write. */
  totals: { amount: string; discountTotal: string };
  uuid: string;
}

export interface PaymentFields {
  invoiceid: number;
  clientid: number;
  creditid: number | null;
  amount: Money;
  date: string;
  type: string;
  note: string;
  orderid: string | number | null;
  transactionid: string | number | null;
  overpaymentid: number | null;
  from_credit: boolean;
  send_client_notification: boolean | null;
}

export interface ItemFields {
  name: string;
  description: string;
  qty: string;
  unit_cost: Money;
  sku: string | null;
  inventory: string | null;
  tax1: number;
  tax2: number;
}

export interface TaxFields {
  name: string;
  number: string | null;
  amount: string;
  compound: boolean;
}

/** Credit of a client: written by hand, or left over when a payment exceeds what its invoice still owes. */
export interface CreditFields {
  clientid: number;
  create_date: string;
  currency_code: string;
  credit_type: "goodwill" | "prepayment" | "overpayment";
  credit_number: string;
  language: string;
  notes: string;
  terms: string | null;
  lines: InvoiceLine[];
  amount: Money;
}

export interface CallbackFields {
  event: string;
  uri: string;
  verifier: string;
  verified: boolean;
}
