// The oracle: compares what a shop holds with what the books hold, order by order, in whole minor units.
// Written from the accounting rules alone; shares no arithmetic with the simulators or the platform.
import type { KenticoLedger, LedgerOrder } from "./kentico/ledger.ts";
import { judgeClients } from "./reconcile/clients.ts";
import type {
  ComparedOrder,
  Comparison,
  Finding,
  FreshbooksLedger,
  Group,
  GroupedFinding,
  Verdict,
  VerdictFinding,
} from "./reconcile/comparison.ts";
import { digitsOf, minorUnits, sum, toText } from "./reconcile/minor-units.ts";

export interface Books {
  shop: KenticoLedger;
  books: FreshbooksLedger;
  invoiceNumberOf(orderNumber: string): string;
}

type Invoice = FreshbooksLedger["invoices"][number];
type Payment = FreshbooksLedger["payments"][number];

/** FreshBooks marks what is neither deleted nor archived with 0. */
const ACTIVE = 0;

export function compareBooks({ shop, books, invoiceNumberOf }: Books): Comparison {
  const active = onlyActive(books);
  const invoicesByNumber = Map.groupBy(active.invoices, (invoice) => invoice.invoice_number);
  const paymentsByInvoice = Map.groupBy(active.payments, (payment) => payment.invoiceid);
  const judged = shop.orders.map((order) => {
    const invoiceNumber = invoiceNumberOf(order.number ?? "");
    const invoices = invoicesByNumber.get(invoiceNumber) ?? [];
    const payments = invoices.flatMap(({ id }) => paymentsByInvoice.get(id) ?? []);
    return judgeOrder({ order, invoiceNumber, invoices, payments });
  });
  const known = new Set(judged.map(({ row }) => row.invoiceNumber));
  const invoiced = judged
    .filter(({ order }) => mustBeInvoiced(order))
    .map(({ order, invoices }) => ({ order, clientIds: invoices.map((each) => each.customerid) }));
  const findings = [
    ...judged.flatMap((each) => each.findings),
    ...judgeClients(invoiced, active.clients),
  ];
  return {
    rows: judged.map(({ row }) => row),
    orders: shop.orders.filter(mustBeInvoiced).length,
    invoices: active.invoices.length,
    clients: active.clients.length,
    payments: active.payments.length,
    duplicates: findings.filter(({ group }) => group === "duplicate").map(withoutGroup),
    missing: findings.filter(({ group }) => group === "missing").map(withoutGroup),
    mismatches: findings.filter(({ group }) => group === "mismatch").map(withoutGroup),
    unknownInvoices: [...invoicesByNumber.keys()].filter((number) => !known.has(number)),
  };
}

function onlyActive(books: FreshbooksLedger): FreshbooksLedger {
  const isActive = ({ vis_state }: { vis_state: number }) => vis_state === ACTIVE;
  return {
    clients: books.clients.filter(isActive),
    invoices: books.invoices.filter(isActive),
    payments: books.payments.filter(isActive),
  };
}

/** A cancelled order keeps its invoice only when it was paid: the money is then the customer's credit. */
function mustBeInvoiced(order: LedgerOrder): boolean {
  if ((order.meant ?? "invoice") !== "invoice") return false;
  return order.status !== "Canceled" || isCaptured(order);
}

/** An authorisation isn't money; a completed payment or the shop's own tick is. */
function isCaptured({ isPaid, payment }: LedgerOrder): boolean {
  return isPaid || (payment?.isCompleted ?? false);
}

function withoutGroup({ kind, of, detail }: GroupedFinding): Finding {
  return { kind, of, detail };
}

interface OrderInBooks {
  order: LedgerOrder;
  invoiceNumber: string;
  invoices: Invoice[];
  payments: Payment[];
}

interface JudgedOrder {
  order: LedgerOrder;
  invoices: Invoice[];
  row: ComparedOrder;
  findings: GroupedFinding[];
}

function judgeOrder(found: OrderInBooks): JudgedOrder {
  const { order, invoices, payments } = found;
  const findings = mustBeInvoiced(order) ? checkInvoiced(found) : checkAbsent(found);
  const row: ComparedOrder = {
    orderNumber: order.number ?? "",
    currency: order.currency ?? "",
    orderTotal: order.totalPrice,
    invoiceNumber: found.invoiceNumber,
    invoiceTotal: invoices[0]?.amount.amount ?? null,
    paymentsTotal: invoices.length === 0 ? null : paidText(order, payments),
    expectedPaid: toText(expectedPaid(order), digitsOf(order.currency)),
    verdict: findings[0]?.verdict ?? (mustBeInvoiced(order) ? "ok" : "none, as meant"),
  };
  return { order, invoices, row, findings };
}

function checkAbsent({ order, invoices }: OrderInBooks): VerdictFinding[] {
  if (invoices.length === 0) return [];
  const detail = `has ${invoices.length} active invoice(s), meant ${order.meant ?? order.status}`;
  return [finding(order, "invoice", { group: "mismatch", verdict: "unexpected", detail })];
}

function checkInvoiced({ order, invoices, payments }: OrderInBooks): VerdictFinding[] {
  const [invoice, ...others] = invoices;
  if (invoice === undefined) {
    return [
      finding(order, "invoice", { group: "missing", verdict: "missing", detail: "no invoice" }),
    ];
  }
  const extra = others.map(({ id }) => {
    const detail = `invoice ${id} has the number of ${invoice.id}`;
    return finding(order, "invoice", { group: "duplicate", verdict: "duplicate", detail });
  });
  return [...extra, ...checkAmounts(order, invoice), ...checkPayments(order, payments)];
}

function checkAmounts(order: LedgerOrder, invoice: Invoice): VerdictFinding[] {
  if (invoice.currency_code !== order.currency || invoice.amount.code !== order.currency) {
    const detail = `order in ${order.currency}, invoice in ${invoice.amount.code}`;
    return [finding(order, "invoice", { group: "mismatch", verdict: "currency differs", detail })];
  }
  const digits = digitsOf(order.currency);
  if (minorUnits(invoice.amount.amount, digits) === minorUnits(order.totalPrice, digits)) return [];
  const detail = `order ${order.totalPrice}, invoice ${invoice.amount.amount}`;
  return [finding(order, "invoice", { group: "mismatch", verdict: "total differs", detail })];
}

function checkPayments(order: LedgerOrder, payments: Payment[]): VerdictFinding[] {
  const expected = expectedPayments(order);
  const paid = paidSum(order, payments);
  const findings: VerdictFinding[] = [];
  const extra = payments.length - expected.length;
  if (extra > 0) {
    const detail = `${payments.length} payments instead of ${expected.length}`;
    const duplicate = finding(order, "payment", {
      group: "duplicate",
      verdict: "duplicate",
      detail,
    });
    findings.push(...Array.from({ length: extra }, () => duplicate));
  } else if (extra < 0) {
    const detail = `${payments.length} payments instead of ${expected.length}`;
    const missing = { group: "missing", verdict: "payments differ", detail } as const;
    findings.push(finding(order, "payment", missing));
  }
  const isOverpaid = payments.some(({ overpaymentid }) => Boolean(overpaymentid));
  if (paid !== sum(expected) || isOverpaid) {
    const detail = `captured ${toText(sum(expected), digitsOf(order.currency))}, paid ${paidText(order, payments)}${isOverpaid ? ", and more became a credit" : ""}`;
    const differs = { group: "mismatch", verdict: "payments differ", detail } as const;
    findings.push(finding(order, "payment", differs));
  }
  return findings;
}

function finding(
  order: LedgerOrder,
  kind: Finding["kind"],
  rest: { group: Group; verdict: Verdict; detail: string },
): VerdictFinding {
  return { kind, of: order.number ?? order.guid, ...rest };
}

/** The payments an order stands for: the gateway's when captured, and one per gift card. */
function expectedPayments(order: LedgerOrder): bigint[] {
  const digits = digitsOf(order.currency);
  const captured = isCaptured(order) ? [order.grandTotal] : [];
  const giftCards = order.otherPayments.map(({ value }) => value);
  return [...captured, ...giftCards]
    .map((amount) => minorUnits(amount, digits) ?? 0n)
    .filter((amount) => amount > 0n);
}

function expectedPaid(order: LedgerOrder): bigint {
  return sum(expectedPayments(order));
}

/** The payments' sum; null when one is in another currency or finer than its minor unit. */
function paidSum(order: LedgerOrder, payments: Payment[]): bigint | null {
  const digits = digitsOf(order.currency);
  let total = 0n;
  for (const { amount } of payments) {
    const minor = amount.code === order.currency ? minorUnits(amount.amount, digits) : null;
    if (minor === null) return null;
    total += minor;
  }
  return total;
}

function paidText(order: LedgerOrder, payments: Payment[]): string {
  const total = paidSum(order, payments);
  return total === null ? "in another currency" : toText(total, digitsOf(order.currency));
}
