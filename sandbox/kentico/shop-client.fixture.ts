// A small client of the simulated shop for its own tests: REST with credentials, control calls, sample orders.
import type { Simulator } from "../kit/simulator.ts";
import type { LedgerOrder } from "./ledger.ts";
import type { OrderBody } from "./order-request.ts";

export interface RestReply {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed body; undefined when it isn't JSON. */
  json: Record<string, unknown> | undefined;
}

export interface CallOptions {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export class ShopClient {
  private readonly simulator: Simulator;

  constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  /** A REST call as the integration's user. */
  rest(path: string, options: CallOptions = {}): Promise<RestReply> {
    const { username = "", password = "" } = this.simulator.credentials;
    const authorization = basic(username, password);
    const headers = { authorization, "content-type": "application/json", ...options.headers };
    return this.call(path, { ...options, headers });
  }

  /** A REST call as the user who may only read. */
  restAsReader(path: string, options: CallOptions = {}): Promise<RestReply> {
    const { readerUsername = "", readerPassword = "" } = this.simulator.credentials;
    const headers = { authorization: basic(readerUsername, readerPassword) };
    return this.rest(path, { ...options, headers });
  }

  async call(path: string, { method = "GET", body, headers }: CallOptions): Promise<RestReply> {
    const response = await fetch(this.simulator.url + path, {
      method,
      headers,
      body: body === undefined ? undefined : text(body),
    });
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      json: response.headers.get("content-type")?.startsWith("application/json")
        ? JSON.parse(answer)
        : undefined,
    };
  }

  control(path: string, body?: unknown): Promise<RestReply> {
    const headers = { "content-type": "application/json" };
    const options = body === undefined ? {} : { method: "POST", body, headers };
    return this.call(`/_control/${path}`, options);
  }

  async placeOrder(order: Partial<OrderBody> = {}): Promise<LedgerOrder> {
    const reply = await this.control("orders", { ...workedExampleOrder, ...order });
    if (reply.status !== 201) throw new Error(reply.text);
    return reply.json as unknown as LedgerOrder;
  }

  /** Rows of a list answer, by position as the wrapper gives them. */
  async rows(path: string): Promise<Record<string, unknown>[]> {
    return rowsOf(await this.rest(path));
  }
}

/** The records of wrapper A; none when the list is empty. */
export function rowsOf({ json }: RestReply): Record<string, unknown>[] {
  const [parts] = Object.values(json ?? {}) as Record<string, Record<string, unknown>[]>[][];
  if (parts === undefined || parts.length < 2) return [];
  return Object.values(parts[0] ?? {})[0] ?? [];
}

/** The object of wrapper B. */
export function dataOf({ json }: RestReply): Record<string, unknown> {
  return (json?.["data"] ?? {}) as Record<string, unknown>;
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

function text(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** The worked example: two classes of tax, a discount, taxed shipping and a gift card. */
export const workedExampleOrder: OrderBody = {
  customer: { firstName: "Ann", lastName: "Lee", email: "ann@example.com" },
  billingAddress: {
    line1: "1 High St",
    city: "Boston",
    zip: "02110",
    countryCode: "US",
    stateCode: "MA",
  },
  lines: [
    { sku: "ETH-1", name: "Ethiopia", quantity: 2, unitPrice: "12.95" },
    { sku: "GRI-1", name: "Grinder", quantity: 1, unitPrice: "189.00" },
  ],
  orderDiscount: { name: "Autumn 10%", percent: "10" },
  shipping: { option: "Standard", price: "9.99" },
  giftCard: { code: "GIFT-7Q2", amount: "50.00" },
  couponCodes: ["AUTUMN10"],
  payment: { method: "Card" },
  currency: "USD",
};
