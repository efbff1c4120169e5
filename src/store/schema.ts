// The tables of migrations/*.sql as types.

import type { Generated, Kysely, Selectable } from "kysely";
import type { Json } from "../core/json.ts";
import type {
  Instant,
  InstantOrNull,
  JsonColumn,
  JsonOrNull,
  JsonWithDefault,
  StampedInstant,
} from "./columns.ts";
import type { BulkActionTable, DeadLetterTable, ReviewItemTable } from "./mending-tables.ts";

/** The database handle every store function takes; a transaction is one too. */
export type Db = Kysely<Schema>;

type ConnectionStatus = "active" | "paused" | "needs-reauth";
type RunStatus = "queued" | "running" | "waiting" | "held" | "done" | "dead" | "discarded";
type RunOutcome = "applied" | "unchanged" | "skipped" | "superseded" | "remembered";
type LinkState = "active" | "suppressed" | "deleted";
type EffectState = "uncertain" | "done" | "review";

interface InstallationTable {
  id: string;
  created_at: StampedInstant;
}

interface ConnectionTable {
  id: string;
  /** Unique slug. */
  name: string;
  title: string;
  connector: string;
  settings: JsonWithDefault;
  /** Limits that differ from the connector's. */
  limits: JsonWithDefault;
  status: Generated<ConnectionStatus>;
  status_reason: string | null;
  /** Unguessable last part of the connection's webhook address. */
  hook_token: string;
  created_at: StampedInstant;
  updated_at: StampedInstant;
}

interface SecretTable {
  id: string;
  /** Null for a secret of the installation itself. */
  connection_id: string | null;
  name: string;
  /** First 8 hex digits of the SHA-256 of the key it is encrypted with. */
  key_id: string;
  nonce: Buffer;
  ciphertext: Buffer;
  tag: Buffer;
  created_at: StampedInstant;
  updated_at: StampedInstant;
}

interface OauthTokenTable {
  connection_id: string;
  /** Raised with every new pair of tokens. */
  version: Generated<number>;
  secret_id: string;
  expires_at: Instant;
  refreshed_at: Instant;
  /** Set before a refresh is sent and cleared by its answer: left over, an answer was lost. */
  refresh_started_at: InstantOrNull;
}

interface WebhookRegistrationTable {
  connection_id: string;
  callback_id: string;
  event: string;
  verified: Generated<boolean>;
  secret_id: string | null;
  updated_at: StampedInstant;
}

interface FlowTable {
  /** Slug. */
  id: string;
  title: string;
  version: Generated<number>;
  enabled: Generated<boolean>;
  document: JsonColumn;
  params: JsonWithDefault;
  /** Role -> names of the connections that play it. */
  roles: JsonWithDefault<Record<string, string[]>>;
  created_at: StampedInstant;
  updated_at: StampedInstant;
}

interface MappingTable {
  name: string;
  connection_id: string | null;
  version: Generated<number>;
  document: JsonColumn;
  updated_at: StampedInstant;
}

interface LookupTableTable {
  name: string;
  title: string;
  updated_at: StampedInstant;
}

interface LookupRowTable {
  table_name: string;
  key: string;
  value: JsonColumn<Json>;
}

interface ConfigurationTable {
  /** Rises with every change of connections, flows, mappings or lookup tables; read as text. */
  version: string;
}

interface EventTable {
  id: string;
  connection_id: string;
  source: string;
  type: string;
  entity: string;
  entity_id: string;
  dedupe_key: string | null;
  occurred_at: InstantOrNull;
  received_at: StampedInstant;
  via: string;
  data: JsonWithDefault;
  /** How many runs the event was given. */
  runs: Generated<number>;
}

interface RunTable {
  id: string;
  event_id: string;
  flow_id: string;
  flow_version: number;
  connection_id: string;
  entity: string;
  entity_id: string;
  /** Runs with the same key are worked on one after the other. */
  subject_key: string;
  status: RunStatus;
  outcome: RunOutcome | null;
  reason_code: string | null;
  reason: string | null;
  next_action_at: InstantOrNull;
  attempts: Generated<number>;
  claims: Generated<number>;
  uncertain_since: InstantOrNull;
  first_attempt_at: InstantOrNull;
  claimed_at: InstantOrNull;
  created_at: StampedInstant;
  finished_at: InstantOrNull;
  /** What a person recognises it by: number, customer, amount. */
  record: JsonOrNull;
  /** Raised by every claim. */
  fence: Generated<number>;
  /** The message as edited for a replay. */
  payload: JsonOrNull;
  /** Hashes of the writes a person approved. */
  approved_writes: JsonOrNull<string[]>;
}

interface RunTraceTable {
  run_id: string;
  attempt: number;
  steps: JsonColumn;
}

/** A view: each step of the traces as a row. */
interface RunStepView {
  run_id: string;
  attempt: number;
  seq: number;
  path: string;
  kind: string;
  title: string;
  status: string;
  started_at: Instant;
  duration_ms: number;
  detail: JsonWithDefault;
  error: JsonOrNull;
}

interface CursorTable {
  connection_id: string;
  trigger_id: string;
  cursor: JsonOrNull;
  next_poll_at: Instant;
  last_polled_at: InstantOrNull;
  last_error: JsonOrNull;
  leased_until: InstantOrNull;
}

interface LinkTable {
  id: string;
  from_connection_id: string;
  from_entity: string;
  from_id: string;
  purpose: string;
  to_connection_id: string;
  to_entity: string;
  to_id: string | null;
  reference: string;
  content_hash: string | null;
  source_version: string | null;
  state: LinkState;
  data: JsonWithDefault;
  created_at: StampedInstant;
  updated_at: StampedInstant;
}

interface NaturalKeyTable {
  connection_id: string;
  entity: string;
  key: string;
  to_id: string | null;
  reference: string;
  /** The run that works on this key until `lease_until`. */
  holder: string | null;
  lease_until: InstantOrNull;
  /** Somebody may have made the record up to this instant without it being known. */
  uncertain_since: InstantOrNull;
  updated_at: StampedInstant;
}

interface EffectTable {
  connection_id: string;
  reference: string;
  run_id: string;
  operation: string;
  state: EffectState;
  last_send_at: Instant;
  attempts: Generated<number>;
  draft: JsonColumn;
  to_id: string | null;
  /** When it is looked at again, now that its outcome was once unknown; null when often enough. */
  next_check_at: InstantOrNull;
  checks: Generated<number>;
  updated_at: StampedInstant;
}

interface DeliveryCountTable {
  connection_id: string;
  /** Deliveries of what had been received before. */
  duplicates: number;
}

interface AlertTable {
  id: string;
  kind: string;
  connection_id: string;
  message: string;
  opened_at: StampedInstant;
  closed_at: InstantOrNull;
}

/** One row. */
interface HeartbeatTable {
  beats: string;
  beaten_at: StampedInstant;
}

interface QuarantineTable {
  id: string;
  reason: string;
  /** Work since then may be missing from the database. */
  lost_since: Instant;
  /** Whatever is created may have been sent up to then. */
  uncertain_until: StampedInstant;
  /** When polling had gone through all that changed before the restore. */
  caught_up_at: InstantOrNull;
  lifted_at: InstantOrNull;
  lifted_by: string | null;
  note: string | null;
}

interface CircuitTable {
  connection_id: string;
  kind: "read" | "write";
  /** Raised by every change. */
  version: Generated<number>;
  phase: "closed" | "open" | "half-open";
  /** As `engine/circuit/circuit-state.ts` has it. */
  state: JsonColumn;
  /** True while work may be parked because of it. */
  holds_work: Generated<boolean>;
  /** Up to here, parked work was given its turn. */
  released_until: InstantOrNull;
  updated_at: StampedInstant;
}

interface ThrottleTable {
  connection_id: string;
  /** From when the next call fits into the rate. */
  booked_until: Instant;
  last_lot: Generated<number>;
  paused_until: InstantOrNull;
  /** Share of its rate it was slowed to. */
  slowed_to: Generated<number>;
  slowed_at: InstantOrNull;
}

type FindingKind = "duplicate" | "missing" | "deleted" | "changed" | "orphan";
type FindingState = "open" | "accepted" | "resolved";

interface FindingTable {
  id: string;
  connection_id: string;
  entity: string;
  reference: string;
  kind: FindingKind;
  message: string;
  details: JsonWithDefault;
  state: Generated<FindingState>;
  opened_at: StampedInstant;
  seen_at: StampedInstant;
  closed_at: InstantOrNull;
  closed_by: string | null;
  note: string | null;
}

interface ReconciliationTable {
  connection_id: string;
  entity: string;
  next_at: Instant;
  /** Changes before this instant have been compared. */
  compared_until: InstantOrNull;
  /** Where a comparison record by record goes on. */
  position: JsonOrNull;
  leased_until: InstantOrNull;
  last_error: JsonOrNull;
}

export interface Schema {
  installation: InstallationTable;
  connection: ConnectionTable;
  secret: SecretTable;
  oauth_token: OauthTokenTable;
  webhook_registration: WebhookRegistrationTable;
  flow: FlowTable;
  mapping: MappingTable;
  lookup_table: LookupTableTable;
  lookup_row: LookupRowTable;
  configuration: ConfigurationTable;
  event: EventTable;
  run: RunTable;
  run_trace: RunTraceTable;
  run_step: RunStepView;
  cursor: CursorTable;
  link: LinkTable;
  natural_key: NaturalKeyTable;
  effect: EffectTable;
  dead_letter: DeadLetterTable;
  bulk_action: BulkActionTable;
  review_item: ReviewItemTable;
  delivery_count: DeliveryCountTable;
  alert: AlertTable;
  heartbeat: HeartbeatTable;
  quarantine: QuarantineTable;
  circuit: CircuitTable;
  throttle: ThrottleTable;
  finding: FindingTable;
  reconciliation: ReconciliationTable;
}

/** A row as read, such as `Row<"connection">`. */
export type Row<Table extends keyof Schema> = Selectable<Schema[Table]>;
