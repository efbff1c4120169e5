// The stand-in for both other systems: answers every call after one millisecond with what was sent, and
// notes when each order was paid. Run as a process of its own; tells its address on the message channel.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { standInOrder } from "./orders.ts";

const answerAfterMs = 1;

interface Counts {
  reads: number;
  clients: number;
  invoices: number;
  payments: number;
}

const noCounts: Counts = { reads: 0, clients: 0, invoices: 0, payments: 0 };
let counts = { ...noCounts };
/** Order -> instant of its payment, milliseconds of the clock all processes share. */
let paidAtMs: Record<string, number> = {};

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return JSON.parse(text) as Record<string, unknown>;
}

function create(
  kind: "clients" | "invoices" | "payments",
  draft: Record<string, unknown>,
): unknown {
  counts[kind] += 1;
  if (kind === "payments") paidAtMs[String(draft["order"])] = Date.now();
  return { ...draft, id: `${kind}-${counts[kind]}` };
}

async function answerOf(request: IncomingMessage): Promise<unknown> {
  const [, kind = "", id = ""] = (request.url ?? "").split("/");
  if (kind === "clients" || kind === "invoices" || kind === "payments") {
    const draft = await bodyOf(request);
    await sleep(answerAfterMs);
    return create(kind, draft);
  }
  if (kind === "orders") {
    counts.reads += 1;
    await sleep(answerAfterMs);
    return standInOrder(Number(id));
  }
  if (kind === "counts") return { ...counts, paidAtMs };
  counts = { ...noCounts };
  paidAtMs = {};
  return counts;
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = JSON.stringify(await answerOf(request));
  response.setHeader("content-type", "application/json");
  response.end(answer);
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  handle(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
