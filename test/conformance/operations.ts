// The operations the faults are tried on, each with the call a fault is to hit, and the oracle that tells
// from the simulator's own records what was really done.

import { ShopClient } from "../../sandbox/kentico/shop-client.fixture.ts";
import type { Fault } from "../../sandbox/kit/fault.ts";
import type { CallContext } from "../../src/connector-kit/operation.ts";
import { createClient } from "../../src/connectors/freshbooks/operations/create-client.ts";
import { findClientsByReference } from "../../src/connectors/freshbooks/operations/find-clients-by-reference.ts";
import { readClient } from "../../src/connectors/freshbooks/operations/read-client.ts";
import { readOrder } from "../../src/connectors/kentico/operations/read-order.ts";
import { registerWebhook } from "../../src/connectors/kentico/operations/register-webhook.ts";
import { ReferenceDataCache } from "../../src/connectors/kentico/reference-data-cache.ts";
import { callControl } from "../support/control.ts";
import type { FaultedSystem, FaultedSystems } from "./faulted-systems.ts";

/** What an operation gave, in as few words as tell right from wrong. */
type Gist = Record<string, unknown>;

export interface TriedOperation {
  system: FaultedSystem;
  route: NonNullable<Fault["route"]>;
  isWrite: boolean;
  /** Runs it; `number` makes what it writes different from all else. */
  run(context: CallContext, number: number): Promise<Gist>;
  /** What a right answer says. */
  expected(number: number): Gist;
  /** How many records the simulator holds of a write. */
  written(number: number): Promise<number>;
}

export type OperationName =
  | "books: read"
  | "books: find"
  | "books: create"
  | "shop: read"
  | "shop: create";

const referenceOf = (number: number) => `LL-${String(number).padStart(12, "0")}`;
/** A letter beyond ASCII, so that a wrong charset shows. */
const draftOf = (number: number) => ({
  fname: "Zoë",
  email: `zoe.${number}@example.com`,
  note: `Ref ${referenceOf(number)}`,
});

interface NotedClient {
  id: string | number;
  fname?: string | null | undefined;
  note?: string | null | undefined;
}

const gistOfClient = ({ fname, note }: NotedClient): Gist => ({ fname, note });
const expectedClient = (number: number) => gistOfClient({ id: 0, ...draftOf(number) });
const nothingWritten = async () => 0;

/** Makes one client and one order to read, after others that a fault could mix them up with. */
export async function prepareOperations(
  systems: FaultedSystems,
): Promise<Record<OperationName, TriedOperation>> {
  return { ...(await booksOperations(systems.books)), ...(await shopOperations(systems.shop)) };
}

async function booksOperations(system: FaultedSystem) {
  const context = await system.connect();
  const client = await createClient.run(draftOf(1), context);
  const other = await createClient.run(draftOf(2), context);
  await readClient.run({ id: String(other.id) }, context);
  const written = async (number: number) => {
    const { clients } = await callControl<{ clients: NotedClient[] }>(system.simulator, "ledger");
    return clients.filter(({ note }) => note === draftOf(number).note).length;
  };
  const common = { system, expected: () => expectedClient(1), written: nothingWritten };
  return {
    "books: read": {
      ...common,
      isWrite: false,
      route: { method: "GET", path: "/users/clients/" },
      run: async (context: CallContext) =>
        gistOfClient(await readClient.run({ id: String(client.id) }, context)),
    },
    "books: find": {
      ...common,
      isWrite: false,
      route: { method: "GET", path: "*/users/clients" },
      run: async (context: CallContext) => {
        const query = { reference: referenceOf(1), draft: draftOf(1) };
        const [found, ...more] = await findClientsByReference.run(query, context);
        return found && more.length === 0 ? gistOfClient(found) : { found: more.length };
      },
    },
    "books: create": {
      system,
      isWrite: true,
      route: { method: "POST", path: "*/users/clients" },
      run: async (context: CallContext, number: number) =>
        gistOfClient(await createClient.run(draftOf(number), context)),
      expected: expectedClient,
      written,
    },
  };
}

const urlOf = (number: number) => `https://ledger.example/hooks/${number}`;
const secret = `whsec_${Buffer.from("a secret of more than 24 bytes").toString("base64")}`;

async function shopOperations(system: FaultedSystem) {
  const shop = new ShopClient(system.simulator);
  const order = await shop.placeOrder({ note: "Café" });
  const other = await shop.placeOrder();
  const read = readOrder(new ReferenceDataCache());
  const context = await system.connect();
  await registerWebhook.run({ url: urlOf(1), secret }, context);
  for (const { id } of [order, other]) await read.run({ id: String(id) }, context);
  const gistOfOrder = async (context: CallContext) => {
    const { OrderID, OrderTotalPrice, Items } = await read.run({ id: String(order.id) }, context);
    return { OrderID, OrderTotalPrice, skus: Items.map(({ SKUNumber }) => SKUNumber) };
  };
  // The worked example of the shop: 241.75 with its discount, shipping and taxes.
  const expectedOrder = {
    OrderID: order.id,
    OrderTotalPrice: "241.750000000",
    skus: ["ETH-1", "GRI-1"],
  };
  return {
    "shop: read": {
      system,
      isWrite: false,
      route: { method: "GET", path: `/rest/ecommerce.order/${order.id}` },
      run: gistOfOrder,
      expected: () => expectedOrder,
      written: nothingWritten,
    },
    "shop: create": {
      system,
      isWrite: true,
      route: { method: "POST", path: "/rest/ledgerline.webhook/" },
      run: async (context: CallContext, number: number) => {
        const { WebhookUrl } = await registerWebhook.run({ url: urlOf(number), secret }, context);
        return { WebhookUrl };
      },
      expected: (number: number) => ({ WebhookUrl: urlOf(number) }),
      written: async (number: number) => {
        const rows = await shop.rows("/rest/ledgerline.webhook/currentsite?format=json");
        return rows.filter(({ WebhookUrl }) => WebhookUrl === urlOf(number)).length;
      },
    },
  };
}
