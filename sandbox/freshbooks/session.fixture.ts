// For the tests beside it: a running FreshBooks, a token with all scopes and short ways to call it.
import type { Simulator } from "../kit/simulator.ts";
import { type FreshbooksOptions, startFreshbooks } from "./server.ts";

export type Json = Record<string, unknown>;

export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  /** Replaces the session's own token. */
  token?: string;
}

export interface Session {
  simulator: Simulator;
  accountId: string;
  token: string;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** A path below the account of the accounting family. */
  books(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The one object of an answer such as `{response: {result: {invoice}}}`; throws on any other status than 200. */
  object(method: string, path: string, body?: unknown): Promise<Json>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

export async function openSession(options: FreshbooksOptions = {}): Promise<Session> {
  const simulator = await startFreshbooks(options);
  const accountId = simulator.credentials["accountId"] ?? "";
  const call = async (method: string, path: string, given: CallOptions = {}): Promise<Answer> => {
    const response = await fetch(`${simulator.url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        authorization: `Bearer ${given.token ?? session.token}`,
        ...(given.body === undefined ? {} : { "content-type": "application/json" }),
        ...given.headers,
      },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    const body = isJson && text !== "" ? JSON.parse(text) : { text };
    return { status: response.status, headers: response.headers, body };
  };
  const books: Session["books"] = (method, path, body) =>
    call(method, `/accounting/account/${accountId}/${path}`, { body });
  const session: Session = {
    simulator,
    accountId,
    token: "",
    call,
    books,
    object: async (method, path, body) => objectOf(await books(method, path, body)),
    control: (method, path, body) => call(method, `/_control/${path}`, { body }),
  };
  const pair = await session.control("POST", "access-token", {});
  session.token = String(pair.body["access_token"]);
  return session;
}

/** What is inside `response.result.<singular>`. */
export function objectOf({ status, body }: Answer): Json {
  if (status !== 200) throw new Error(`expected 200, got ${status}: ${JSON.stringify(body)}`);
  return Object.values(resultOf(body))[0] as Json;
}

export function resultOf(body: Json): Json {
  return (body["response"] as Json)["result"] as Json;
}

/** The list inside `response.result`, whatever its plural is called. */
export function listOf({ body }: Answer): Json[] {
  return Object.values(resultOf(body)).find((value) => Array.isArray(value)) as Json[];
}

/** The numbers of the refusal's errors, in either envelope. */
export function errnosOf({ body }: Answer): number[] {
  if (Array.isArray(body["details"])) {
    return (body["details"] as Json[]).map((detail) => Number(detail["reason"]));
  }
  const { errors } = body["response"] as { errors: { errno: number }[] };
  return errors.map((error) => error.errno);
}

export function clientBody(fields: Json = {}): Json {
  return { client: { fname: "Ada", lname: "Byron", email: "ada@example.com", ...fields } };
}

/** An invoice of one line of 100.00 USD unless told otherwise. */
export function invoiceBody(customerid: unknown, fields: Json = {}): Json {
  const lines = [{ name: "Tea", qty: "4", unit_cost: { amount: "25.00", code: "USD" } }];
  return { invoice: { customerid, create_date: "2026-03-01", lines, ...fields } };
}

export function paymentBody(invoiceid: unknown, amount: string, fields: Json = {}): Json {
  const money = { amount, code: "USD" };
  return { payment: { invoiceid, amount: money, date: "2026-03-02", type: "Other", ...fields } };
}
