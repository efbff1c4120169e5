-- What a user configures: connections with their secrets, flows, mappings, lookup tables.

create table installation (
  id uuid primary key,
  created_at timestamptz not null default clock_timestamp()
);
-- One installation per database: the id is part of every reference written to another system.
create unique index installation_only_one on installation ((true));

create table connection (
  id uuid primary key,
  name text not null unique,
  title text not null,
  connector text not null,
  settings jsonb not null default '{}',
  limits jsonb not null default '{}',
  status text not null default 'active' check (status in ('active', 'paused', 'needs-reauth')),
  status_reason text,
  hook_token text not null unique,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

-- A null connection_id marks a secret of the installation itself.
create table secret (
  id uuid primary key,
  connection_id uuid references connection on delete cascade,
  name text not null,
  key_id text not null,
  nonce bytea not null,
  ciphertext bytea not null,
  tag bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique nulls not distinct (connection_id, name)
);

create table oauth_token (
  connection_id uuid primary key references connection on delete cascade,
  version int not null default 1,
  secret_id uuid not null references secret on delete cascade,
  expires_at timestamptz not null,
  refreshed_at timestamptz not null,
  refresh_started_at timestamptz
);

create table webhook_registration (
  connection_id uuid not null references connection on delete cascade,
  callback_id text not null,
  event text not null,
  verified boolean not null default false,
  secret_id uuid references secret on delete set null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (connection_id, callback_id)
);

create table flow (
  id text primary key,
  title text not null,
  version int not null default 1,
  enabled boolean not null default false,
  document jsonb not null,
  params jsonb not null default '{}',
  roles jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

-- A mapping with a connection_id overrides the one of the same name for that connection only.
create table mapping (
  name text not null,
  connection_id uuid references connection on delete cascade,
  version int not null default 1,
  document jsonb not null,
  updated_at timestamptz not null default clock_timestamp(),
  unique nulls not distinct (name, connection_id)
);

create table lookup_table (
  name text primary key,
  title text not null,
  updated_at timestamptz not null default clock_timestamp()
);

create table lookup_row (
  table_name text not null references lookup_table on delete cascade,
  key text not null,
  value jsonb not null,
  primary key (table_name, key)
);
