-- What was written to other systems, and what needs a person. As in 0002, no foreign key to the
-- connection: the memory of an outside write must outlive everything else.

create table link (
  id uuid primary key,
  from_connection_id uuid not null,
  from_entity text not null,
  from_id text not null,
  purpose text not null,
  to_connection_id uuid not null,
  to_entity text not null,
  to_id text,
  reference text not null,
  content_hash text,
  source_version text,
  state text not null check (state in ('active', 'suppressed', 'deleted')),
  data jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (from_connection_id, from_entity, from_id, to_connection_id, purpose)
);
create index link_by_target on link (to_connection_id, to_entity, to_id);
create index link_by_reference on link (reference);

create table natural_key (
  connection_id uuid not null,
  entity text not null,
  key text not null,
  to_id text,
  reference text not null,
  holder uuid,
  lease_until timestamptz,
  -- Somebody may have made the record up to this instant without it being known.
  uncertain_since timestamptz,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (connection_id, entity, key)
);

create table effect (
  connection_id uuid not null,
  reference text not null,
  run_id uuid not null,
  operation text not null,
  state text not null check (state in ('uncertain', 'done', 'review')),
  last_send_at timestamptz not null,
  attempts int not null default 1,
  draft jsonb not null,
  to_id text,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (connection_id, reference)
);
create index effect_to_verify on effect (state, last_send_at);
create index effect_by_run on effect (run_id);

create table dead_letter (
  id uuid primary key,
  run_id uuid not null references run,
  status text not null check (status in ('open', 'replaying', 'resolved', 'discarded')),
  error_class text not null,
  code text not null,
  message text not null,
  hint text not null,
  step_path text,
  fingerprint text not null,
  payload jsonb not null,
  request jsonb,
  answer jsonb,
  details jsonb not null default '{}',
  record jsonb,
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  closed_by text,
  note text
);
create index dead_letter_by_status on dead_letter (status, opened_at);
create index dead_letter_by_fingerprint on dead_letter (fingerprint);
create unique index dead_letter_one_open_per_run on dead_letter (run_id)
  where status in ('open', 'replaying');
