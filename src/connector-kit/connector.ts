// The declaration of a connector: all the engine ever knows of a system.

import type { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import type { MappingDocument } from "../mapping/document.ts";
import type { Auth } from "./auth.ts";
import type { Entity } from "./entity.ts";
import type { CallContext, Operation } from "./operation.ts";
import type { PollTrigger, WebhookTrigger } from "./trigger.ts";

export interface ConnectorLimits {
  perSecond: number;
  burst: number;
  concurrency: number;
  timeoutMs: number;
  /** How long a write may still be executed, or stay invisible in lists, after we gave up on it. */
  settleMs: number;
}

/** One thing a connection test proved, or not. */
export interface ConnectionFinding {
  check: string;
  ok: boolean;
  detail: string;
}

export interface AccountChoice {
  id: string;
  title: string;
  /** Settings that choosing this account fills in. */
  settings: JsonObject;
  /** Why it cannot be chosen, if so. */
  unusable?: string;
}

export interface Connector {
  /** Folder name and first part of all ids, such as "freshbooks". */
  id: string;
  title: string;
  /** What a user types in, without secrets; each field described. */
  settings: z.ZodType<JsonObject>;
  /** Secret fields by name, with their meaning. */
  secrets: Readonly<Record<string, { title: string; required: boolean }>>;
  auth: Auth;
  /** Base address of the API for these settings. */
  baseUrl(settings: JsonObject): string;
  /** Keyed by canonical message name. */
  entities: Readonly<Record<string, Entity>>;
  /** What the system can do besides working on its entities, for a flow's `call` step. */
  operations?: readonly Operation<unknown, unknown>[];
  webhook?: WebhookTrigger;
  polls: readonly PollTrigger[];
  limits: ConnectorLimits;
  /** Default mappings; an installation may keep its own under the same names. */
  mappings: readonly MappingDocument[];
  /** Lookup tables the default mappings use, with default rows. */
  lookups?: Readonly<Record<string, JsonObject>>;
  /**
   * The cheapest read that tells whether the system answers at all; asked while calls are held back
   * because it did not. A refusal is an answer: only what means that the system is away may be thrown
   * as such.
   */
  probe(context: CallContext): Promise<void>;
  /** Proves that the credentials work and may read and write. */
  test(context: CallContext): Promise<ConnectionFinding[]>;
  /** Accounts the credentials reach, for the user to choose from. */
  accounts?(context: CallContext): Promise<AccountChoice[]>;
}
