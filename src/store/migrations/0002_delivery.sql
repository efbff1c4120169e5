-- What is received and worked on. Events and runs carry the id of their connection without a foreign
-- key: history outlives a removed connection, and intake takes no lock on the connection's row.

-- The only clock delivery uses. A simulation may set it for its session; nothing else does.
create function instant() returns timestamptz language sql stable as $$
  select coalesce(nullif(current_setting('ledgerline.instant', true), '')::timestamptz, clock_timestamp())
$$;

create table event (
  id uuid primary key,
  connection_id uuid not null,
  source text not null,
  type text not null,
  entity text not null,
  entity_id text not null,
  dedupe_key text,
  occurred_at timestamptz,
  received_at timestamptz not null default clock_timestamp(),
  via text not null,
  data jsonb not null default '{}',
  runs int not null default 0,
  unique (connection_id, dedupe_key)
);
create index event_by_subject on event (connection_id, entity, entity_id);
create index event_by_received_at on event (received_at);
create index event_without_runs on event (received_at) where runs = 0;

create table run (
  id uuid primary key,
  event_id uuid not null references event,
  flow_id text not null,
  flow_version int not null,
  connection_id uuid not null,
  entity text not null,
  entity_id text not null,
  subject_key text not null,
  status text not null
    check (status in ('queued', 'running', 'waiting', 'done', 'dead', 'discarded')),
  outcome text
    check (outcome in ('applied', 'unchanged', 'skipped', 'superseded', 'remembered')),
  reason_code text,
  reason text,
  next_action_at timestamptz,
  -- Attempts consumed; waiting for a rate limit or an open circuit consumes none.
  attempts int not null default 0,
  -- Raised at the claim and cleared at the result: what is left over counts crashes.
  claims int not null default 0,
  -- Raised by every claim: a worker that lost its claim cannot write a result any more.
  fence int not null default 0,
  uncertain_since timestamptz,
  first_attempt_at timestamptz,
  claimed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  record jsonb,
  payload jsonb
);
create index run_by_status on run (status, next_action_at);
create index run_by_subject on run (subject_key);
create index run_by_created_at on run (created_at desc);
create index run_by_flow on run (flow_id, created_at);
create index run_by_event on run (event_id);

create table run_step (
  run_id uuid not null references run on delete cascade,
  attempt int not null,
  seq int not null,
  path text not null,
  kind text not null,
  title text not null,
  status text not null,
  started_at timestamptz not null,
  duration_ms double precision not null,
  detail jsonb not null default '{}',
  error jsonb,
  primary key (run_id, attempt, seq)
);

create table cursor (
  connection_id uuid not null references connection on delete cascade,
  trigger_id text not null,
  cursor jsonb,
  next_poll_at timestamptz not null,
  last_polled_at timestamptz,
  last_error jsonb,
  leased_until timestamptz,
  primary key (connection_id, trigger_id)
);
create index cursor_due on cursor (next_poll_at);
