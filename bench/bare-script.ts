// What the product is measured against: takes the same webhooks, makes the same four calls with
// `fetch`, as anybody would write it; stores nothing and checks nothing. POST /hook starts an order, POST /accept only answers.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { callsAtOnce } from "./measures.ts";
import type { StandInOrder } from "./stand-in/orders.ts";

const [apiUrl = ""] = process.argv.slice(2);
const waiting: string[] = [];
let working = 0;

async function call<T>(path: string, draft?: object): Promise<T> {
  const sending = draft ? { method: "POST", body: JSON.stringify(draft) } : {};
  const answer = await fetch(`${apiUrl}${path}`, sending);
  return (await answer.json()) as T;
}

async function bookOrder(id: string): Promise<void> {
  const order = await call<StandInOrder>(`/orders/${id}`);
  const { email, name, currency, total } = order;
  const reference = `R-${id}`;
  const date = order.placedAt.slice(0, 10);
  const client = await call<{ id: string }>("/clients", { name, email, reference });
  const lines = order.lines.map(({ sku, quantity, unitPrice }) => ({
    name: `Article ${sku}`,
    quantity,
    unitPrice,
  }));
  const draft = { number: `S-${id}`, reference, client: client.id, date, currency, total, lines };
  const invoice = await call<{ id: string }>("/invoices", draft);
  const payment = { order: id, invoice: invoice.id, reference, amount: total, currency, date };
  await call("/payments", payment);
}

async function work(): Promise<void> {
  working += 1;
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await bookOrder(id);
  working -= 1;
}

async function idOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return (JSON.parse(text) as { id: string }).id;
}

const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
  const id = await idOf(request);
  if (request.url === "/hook") waiting.push(id);
  response.writeHead(202).end();
  if (waiting.length > 0 && working < callsAtOnce) await work();
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
