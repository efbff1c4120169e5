// The tables of what needs a person: dead letters, actions on many of them, and what waits for approval.

import type { Generated } from "kysely";
import type { JsonObject } from "../core/json.ts";
import type {
  InstantOrNull,
  JsonColumn,
  JsonOrNull,
  JsonWithDefault,
  StampedInstant,
} from "./columns.ts";

type DeadLetterStatus = "open" | "replaying" | "resolved" | "discarded";

export interface DeadLetterTable {
  id: string;
  run_id: string;
  /** The run's. */
  subject_key: string;
  status: DeadLetterStatus;
  error_class: string;
  code: string;
  message: string;
  hint: string;
  step_path: string | null;
  fingerprint: string;
  payload: JsonColumn;
  request: JsonOrNull;
  answer: JsonOrNull;
  details: JsonWithDefault;
  record: JsonOrNull;
  opened_at: StampedInstant;
  closed_at: InstantOrNull;
  closed_by: string | null;
  note: string | null;
  /** How it was closed. */
  resolution: "replayed" | "failed-again" | "by-itself" | "discarded" | null;
  replayed_at: InstantOrNull;
  /** The last action on many letters it belonged to. */
  bulk_action_id: string | null;
}

export interface BulkActionTable {
  id: string;
  kind: "replay" | "discard";
  /** stopped: its canary failed, and the rest was left as it was. */
  status: "running" | "paused" | "cancelled" | "stopped" | "done";
  filter: JsonColumn;
  note: string | null;
  started_by: string;
  /** One letter goes first, the rest only when it succeeds. */
  canary: Generated<boolean>;
  canary_letter_id: string | null;
  /** Most that are begun in a minute. */
  per_minute: number | null;
  total: number;
  created_at: StampedInstant;
  finished_at: InstantOrNull;
}

export interface ReviewItemTable {
  id: string;
  run_id: string;
  status: "waiting" | "approved" | "rejected";
  reason: string;
  /** What would be posted: the writes in their order. */
  writes: JsonColumn<JsonObject[]>;
  record: JsonOrNull;
  opened_at: StampedInstant;
  closed_at: InstantOrNull;
  closed_by: string | null;
  note: string | null;
}
