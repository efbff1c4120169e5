// Reads a webhook of FreshBooks: a form with ids only, signed with the verifier of its callback.

import { createHmac } from "node:crypto";
import { equalInConstantTime } from "../../../connector-kit/constant-time.ts";
import type {
  ReceivedEvent,
  WebhookContext,
  WebhookRequest,
  WebhookVerdict,
} from "../../../connector-kit/trigger.ts";
import { IntegrationError } from "../../../core/errors.ts";
import { pythonJson } from "../python-json.ts";
import { readSettings } from "../settings.ts";

const signatureHeader = "x-freshbooks-hmac-sha256";
const idPattern = /^\d{1,20}$/;

/** Canonical message of each noun in FreshBooks' event names. */
const entityByNoun: Readonly<Record<string, string>> = {
  client: "customer",
  invoice: "invoice",
  payment: "payment",
  item: "item",
};

const happeningByVerb: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  sendByEmail: "updated",
};

/** base64 of HMAC-SHA256 over the form as Python's JSON (quirk 20). */
export function webhookSignature(form: Iterable<[string, string]>, verifier: string): string {
  return createHmac("sha256", verifier).update(pythonJson(form)).digest("base64");
}

function eventsOf(form: ReadonlyMap<string, string>): ReceivedEvent[] {
  const [noun = "", verb = ""] = (form.get("name") ?? "").split(".");
  const entity = entityByNoun[noun];
  const happening = happeningByVerb[verb];
  if (entity === undefined || happening === undefined) return [];
  const entityId = form.get("object_id") ?? "";
  if (!idPattern.test(entityId)) {
    throw new IntegrationError("REQUEST_INVALID", "The webhook names no object_id.");
  }
  const data = Object.fromEntries(form);
  const type = `${entity}.${happening}`;
  // FreshBooks gives no delivery id and no time: replays cannot be told apart (quirk 20).
  return [{ dedupeKey: null, type, entity, entityId, time: null, data }];
}

function assertSigned(
  form: Iterable<[string, string]>,
  { headers }: WebhookRequest,
  verifiers: readonly string[],
): void {
  const given = headers[signatureHeader] ?? "";
  const pairs = [...form];
  const fits = verifiers.some((key) => equalInConstantTime(webhookSignature(pairs, key), given));
  if (fits) return;
  throw new IntegrationError("SIGNATURE_INVALID", "No verifier of a callback fits the signature.", {
    hint: "Register the webhooks of the connection again; each callback has a verifier of its own.",
  });
}

/** A handshake can only be signed with the verifier it brings; a pending registration must wait for it. */
function handshake(form: ReadonlyMap<string, string>, request: WebhookRequest): WebhookVerdict {
  const verifier = form.get("verifier") ?? "";
  const callbackId = form.get("object_id") ?? "";
  if (request.headers[signatureHeader] !== undefined) assertSigned(form, request, [verifier]);
  if (verifier !== "" && idPattern.test(callbackId)) {
    return { kind: "handshake", callbackId, verifier };
  }
  throw new IntegrationError("REQUEST_INVALID", "The handshake lacks its verifier or object_id.");
}

/**
 * Checks and reads one delivery. Any callback's verifier may have signed it, as it does not say which
 * callback it is for. Throws SIGNATURE_INVALID, REQUEST_INVALID.
 */
export function receiveWebhook(request: WebhookRequest, context: WebhookContext): WebhookVerdict {
  const form = new Map(new URLSearchParams(new TextDecoder().decode(request.rawBody)));
  if (form.has("verifier")) return handshake(form, request);
  assertSigned(form, request, Object.values(context.secrets));
  const { accountId } = readSettings(context.settings);
  if (form.get("account_id") !== accountId) {
    throw new IntegrationError("REQUEST_INVALID", "The webhook is about another account.");
  }
  return { kind: "events", events: eventsOf(form) };
}
