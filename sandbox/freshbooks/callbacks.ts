// Callbacks (FreshBooks' word for webhook subscriptions): register, prove the address by its verifier, resend.
import type { FastifyInstance, FastifyRequest } from "fastify";
import {
  type AccessControl,
  authenticate,
  findAccount,
  requireRole,
  requireScope,
} from "./access.ts";
import { type Account, addRow, touch } from "./account.ts";
import type { Body } from "./field-table.ts";
import { type Filters, pageOf, parseListQuery, selectRows } from "./list-query.ts";
import type { CallbackFields, Row } from "./records.ts";
import { notFound, type Problem, problem, Refusal } from "./refusal.ts";
import { type Access, scopeObjectByNoun } from "./scopes.ts";
import type { WebhookSender } from "./webhook-sender.ts";

const base = "/events/account/:accountId/events/callbacks";

const otherEvents = ["all", "invoice.sendByEmail", "estimate.sendByEmail"];

export interface CallbackOptions {
  control: AccessControl;
  sender: WebhookSender;
}

export function registerCallbacks(app: FastifyInstance, options: CallbackOptions): void {
  const { control, sender } = options;
  app.get(base, async (request) => list(admitEvents(control, request, "read"), request));
  app.get(`${base}/:id`, async (request) => {
    return answer(findCallback(admitEvents(control, request, "read"), request));
  });
  app.post(base, async (request) => create(options, request));
  app.put(`${base}/:id`, async (request) => {
    const account = admitEvents(control, request, "write");
    return update(sender, account, request);
  });
  app.delete(`${base}/:id`, async (request, reply) => {
    findCallback(admitEvents(control, request, "write"), request).visState = 1;
    return reply.code(204).send();
  });
}

function admitEvents(control: AccessControl, request: FastifyRequest, access: Access): Account {
  authenticate(control, request);
  const account = findAccount(control, request);
  requireRole(account, access);
  return account;
}

function create({ control, sender }: CallbackOptions, request: FastifyRequest): unknown {
  const account = admitEvents(control, request, "write");
  const { event, uri } = readCallback(bodyOf(request));
  requireEventScope(control, request, event);
  const callback = addRow(account, "callbacks", account.callbacks, {
    event,
    uri,
    verifier: account.world.random.hex(16),
    verified: false,
  });
  sender.handshake(account, callback);
  return answer(callback);
}

/** Hearing of a resource's events takes the right to read it. */
function requireEventScope(control: AccessControl, request: FastifyRequest, event: string): void {
  const object = scopeObjectByNoun[event.split(".")[0] ?? ""];
  if (object === undefined) return;
  requireScope(authenticate(control, request), { object, access: "read" });
}

function update(sender: WebhookSender, account: Account, request: FastifyRequest): unknown {
  const callback = findCallback(account, request);
  const body = bodyOf(request);
  if (body["resend"] === true) {
    sender.handshake(account, callback);
  } else if ("verifier" in body) {
    if (body["verifier"] !== callback.fields.verifier) throw invalid([wrongVerifier]);
    callback.fields.verified = true;
  } else {
    Object.assign(callback.fields, readCallback({ ...callback.fields, ...body }), {
      verified: false,
    });
    sender.handshake(account, callback);
  }
  touch(account, callback);
  return answer(callback);
}

const wrongVerifier = problem(422, "Value error, Incorrect verifier.", { field: "verifier" });

function readCallback(body: Body): { event: string; uri: string } {
  const { event, uri } = body;
  const problems: Problem[] = [];
  if (!isKnownEvent(event)) {
    problems.push(problem(422, "Value error, Unrecognized event.", { field: "event" }));
  }
  if (!isWebAddress(uri)) {
    const message = "Input should be a valid URL, relative URL without a base";
    problems.push(problem(422, message, { field: "uri" }));
  }
  if (problems.length > 0) throw invalid(problems);
  return { event: String(event), uri: String(uri) };
}

/** A noun alone stands for all of its events. */
function isKnownEvent(event: unknown): boolean {
  if (typeof event !== "string") return false;
  if (otherEvents.includes(event)) return true;
  const [noun = "", happening] = event.split(".", 2);
  if (!Object.hasOwn(scopeObjectByNoun, noun) || event.split(".").length > 2) return false;
  return happening === undefined || ["create", "update", "delete"].includes(happening);
}

function isWebAddress(uri: unknown): boolean {
  if (typeof uri !== "string" || !URL.canParse(uri)) return false;
  return ["http:", "https:"].includes(new URL(uri).protocol);
}

function invalid(problems: readonly Problem[]): Refusal {
  return new Refusal(422, problems);
}

/** `search[event]` matches the event itself or the noun it belongs to. */
const filters: Filters<CallbackFields> = {
  event: (values) => (row) =>
    values.some((value) => [value, value.split(".")[0]].includes(row.fields.event)),
};

function list(account: Account, request: FastifyRequest): unknown {
  const query = parseListQuery(request.url);
  const living = [...account.callbacks.values()].filter((row) => row.visState !== 1);
  const rows = selectRows(living, { query, filters, sorts: {} });
  const { items, ...paging } = pageOf(rows, query);
  return { response: { result: { callbacks: items.map(presentCallback), ...paging } } };
}

function findCallback(account: Account, request: FastifyRequest): Row<CallbackFields> {
  const { id } = request.params as { id: string };
  const callback = account.callbacks.get(Number(id));
  if (!callback || callback.visState === 1) throw notFound("callback", "callbackid", id);
  return callback;
}

function bodyOf(request: FastifyRequest): Body {
  const wrapped = (request.body as Body | null | undefined)?.["callback"];
  return typeof wrapped === "object" && wrapped !== null ? (wrapped as Body) : {};
}

function answer(callback: Row<CallbackFields>): unknown {
  return { response: { result: { callback: presentCallback(callback) } } };
}

function presentCallback(row: Row<CallbackFields>): Record<string, unknown> {
  return {
    callbackid: row.id,
    event: row.fields.event,
    uri: row.fields.uri,
    verified: row.fields.verified,
    updated_at: row.updatedAt.toISOString(),
  };
}
