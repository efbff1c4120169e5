// One accounting account and the system around it: the rows, their numbering and change stamps. No HTTP here.
import type { FaultSwitchboard } from "../kit/fault-switchboard.ts";
import type { SandboxClock } from "../kit/sandbox-clock.ts";
import type { SeededRandom } from "../kit/seeded-random.ts";
import type {
  CallbackFields,
  ClientFields,
  CreditFields,
  InvoiceFields,
  ItemFields,
  PaymentFields,
  Row,
  TaxFields,
} from "./records.ts";
import type { Settings } from "./settings.ts";
import type {
  BillFields,
  BillPaymentFields,
  CategoryFields,
  ExpenseFields,
  JournalEntryFields,
  VendorFields,
} from "./spending-records.ts";

/** What all accounts of the simulated FreshBooks share. */
export interface World {
  settings: Settings;
  clock: SandboxClock;
  random: SeededRandom;
  faults: FaultSwitchboard;
  /** Tells whoever listens (webhook-sender.ts) that an object changed. */
  emit(account: Account, event: string, objectId: number): void;
  /** Counts every change. */
  revision: number;
}

export interface Account {
  world: World;
  accountId: string;
  businessId: number;
  businessUuid: string;
  businessName: string;
  /** The user's role on it; a `client` may read and never write (quirk 9). */
  role: "admin" | "client";
  baseCurrency: string;
  clients: Map<number, Row<ClientFields>>;
  usernames: Set<string>;
  invoices: Map<number, Row<InvoiceFields>>;
  invoiceIdsByNumber: Map<string, number[]>;
  lastInvoiceNumber: string | undefined;
  payments: Map<number, Row<PaymentFields>>;
  /** The payments of each invoice, deleted ones included. */
  paymentsByInvoice: Map<number, Row<PaymentFields>[]>;
  items: Map<number, Row<ItemFields>>;
  taxes: Map<number, Row<TaxFields>>;
  credits: Map<number, Row<CreditFields>>;
  callbacks: Map<number, Row<CallbackFields>>;
  categories: Map<number, Row<CategoryFields>>;
  expenses: Map<number, Row<ExpenseFields>>;
  billVendors: Map<number, Row<VendorFields>>;
  bills: Map<number, Row<BillFields>>;
  billPayments: Map<number, Row<BillPaymentFields>>;
  journalEntries: Map<number, Row<JournalEntryFields>>;
}

export type AccountIdentity = Pick<
  Account,
  "accountId" | "businessId" | "businessUuid" | "businessName" | "role"
>;

export function openAccount(world: World, identity: AccountIdentity): Account {
  const { accountId, businessId, businessUuid, businessName, role } = identity;
  return {
    accountId,
    businessId,
    businessUuid,
    businessName,
    role,
    world,
    baseCurrency: "USD",
    clients: new Map(),
    usernames: new Set(),
    invoices: new Map(),
    invoiceIdsByNumber: new Map(),
    lastInvoiceNumber: undefined,
    payments: new Map(),
    paymentsByInvoice: new Map(),
    items: new Map(),
    taxes: new Map(),
    credits: new Map(),
    callbacks: new Map(),
    categories: new Map(),
    expenses: new Map(),
    billVendors: new Map(),
    bills: new Map(),
    billPayments: new Map(),
    journalEntries: new Map(),
  };
}

/** Each kind of object starts elsewhere, so that an id in the wrong slot is never right by accident. */
const firstIds = {
  clients: 567_001,
  invoices: 454_001,
  payments: 312_001,
  items: 21_001,
  taxes: 7_001,
  credits: 10_001,
  callbacks: 2_001,
  categories: 4_001,
  expenses: 88_001,
  billVendors: 1_501,
  bills: 6_001,
  billPayments: 3_001,
  journalEntries: 9_001,
} as const;

export type Table = keyof typeof firstIds;

/** Adds a row with the next id of its table and the present time. */
export function addRow<Fields>(
  account: Account,
  table: Table,
  rows: Map<number, Row<Fields>>,
  fields: Fields,
): Row<Fields> {
  const now = account.world.clock.now();
  const id = firstIds[table] + rows.size;
  account.world.revision += 1;
  const row: Row<Fields> = {
    id,
    fields,
    visState: 0,
    createdAt: now,
    updatedAt: now,
    revision: account.world.revision,
  };
  rows.set(id, row);
  return row;
}

/** Stamps a row as changed now. */
export function touch(account: Account, row: Row<unknown>): void {
  account.world.revision += 1;
  row.updatedAt = account.world.clock.now();
  row.revision = account.world.revision;
}

/** Whether lists show the row yet (quirk 35); `lagMs` comes on top of the account's usual lag. */
export function isListed(account: Account, row: Row<unknown>, lagMs = 0): boolean {
  const { clock, settings } = account.world;
  const lateMs = settings.listLagMs + lagMs;
  return lateMs === 0 || row.createdAt.getTime() + lateMs <= clock.now().getTime();
}
