-- What does not fit between our links and the other systems' records, and when to look next.

alter table quarantine add column caught_up_at timestamptz;

-- An effect whose outcome was ever unknown is looked at again some time after it was last sent.
alter table effect
  add column next_check_at timestamptz,
  add column checks int not null default 0;
update effect set next_check_at = last_send_at + interval '15 minutes';
create index effect_to_check on effect (next_check_at) where next_check_at is not null;

create index natural_key_by_reference on natural_key (reference);
create index link_by_update on link (to_connection_id, to_entity, updated_at);

-- A difference that a person decides about. It is resolved by itself when the difference is gone.
create table finding (
  id uuid primary key,
  connection_id uuid not null,
  entity text not null,
  reference text not null,
  kind text not null check (kind in ('duplicate', 'missing', 'deleted', 'changed', 'orphan')),
  message text not null,
  details jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'accepted', 'resolved')),
  opened_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  closed_by text,
  note text
);
create unique index finding_one_per_difference on finding (connection_id, reference, kind)
  where state <> 'resolved';
create index finding_by_state on finding (state, opened_at);

-- The comparison of one kind of record of one connection.
create table reconciliation (
  connection_id uuid not null references connection on delete cascade,
  entity text not null,
  next_at timestamptz not null,
  -- Changes before this instant have been compared.
  compared_until timestamptz,
  -- Where a comparison record by record goes on.
  position jsonb,
  leased_until timestamptz,
  last_error jsonb,
  primary key (connection_id, entity)
);
create index reconciliation_due on reconciliation (next_at);
