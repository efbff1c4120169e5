// The oracle's part about people: no customer in two clients, no two customers in one.
import type { LedgerOrder } from "../kentico/ledger.ts";
import type { FreshbooksLedger, GroupedFinding } from "./comparison.ts";

type Client = FreshbooksLedger["clients"][number];

/** An order with the clients its active invoices were written to. */
export interface InvoicedOrder {
  order: LedgerOrder;
  clientIds: number[];
}

export function judgeClients(invoiced: InvoicedOrder[], clients: Client[]): GroupedFinding[] {
  return [...splitCustomers(invoiced, clients), ...mergedStrangers(invoiced)];
}

function splitCustomers(invoiced: InvoicedOrder[], clients: Client[]): GroupedFinding[] {
  const byIdentity = Map.groupBy(invoiced, ({ order }) => identityOf(order));
  return [...byIdentity].flatMap(([identity, orders]) => {
    const lookalikes = clients.filter((client) => clientIdentity(client) === identity);
    const ids = new Set([
      ...orders.flatMap(({ clientIds }) => clientIds),
      ...lookalikes.map(({ id }) => id),
    ]);
    const detail = `is in the clients ${[...ids].join(", ")}`;
    const duplicate = { kind: "client", of: identity, group: "duplicate", detail } as const;
    return Array.from({ length: Math.max(0, ids.size - 1) }, () => duplicate);
  });
}

function mergedStrangers(invoiced: InvoicedOrder[]): GroupedFinding[] {
  const pairs = invoiced.flatMap(({ order, clientIds }) =>
    clientIds.map((clientId) => ({ clientId, stranger: strangerKey(order) })),
  );
  return [...Map.groupBy(pairs, ({ clientId }) => clientId)].flatMap(([clientId, entries]) => {
    const strangers = new Set(entries.map(({ stranger }) => stranger));
    if (strangers.size < 2) return [];
    const detail = `client ${clientId} holds ${strangers.size} different customers`;
    return [{ kind: "client", of: [...strangers].join(" / "), group: "mismatch", detail }] as const;
  });
}

/** Normalised e-mail and organisation; a guest without e-mail is the shop's customer row. */
function identityOf({ customer }: LedgerOrder): string {
  const email = normalised(customer.email);
  return email === "" ? `guest ${customer.guid}` : personOf(email, customer.company);
}

function clientIdentity({ email, organization }: Client): string | null {
  return normalised(email) === "" ? null : personOf(normalised(email), organization);
}

function personOf(email: string, organisation: string | null): string {
  return [email, normalised(organisation)].filter(Boolean).join(", ");
}

/** People of one e-mail address may share a client; people without any may not. */
function strangerKey(order: LedgerOrder): string {
  return normalised(order.customer.email) || `guest ${order.customer.guid}`;
}

function normalised(text: string | null): string {
  return (text ?? "").normalize("NFKC").trim().toLowerCase().replace(/\s+/g, " ");
}
