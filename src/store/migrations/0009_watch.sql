-- What watches over delivery: deliveries counted that left nothing else behind, alerts, and what tells a
-- restored backup from the database that went on.

-- Repeated deliveries are not stored as events; without a count they would be lost from sight.
create table delivery_count (
  connection_id uuid primary key,
  duplicates bigint not null default 0
);

-- What somebody must be told once, however many runs meet it.
create table alert (
  id uuid primary key,
  kind text not null,
  connection_id uuid not null,
  message text not null,
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz
);
create unique index alert_one_open on alert (connection_id, kind) where closed_at is null;

-- Raised every few seconds while a process works. Processes keep the last value beside the database too:
-- a database that is behind it was restored from a backup.
create table heartbeat (
  beats bigint not null,
  beaten_at timestamptz not null default clock_timestamp()
);
create unique index heartbeat_only_one on heartbeat ((true));
insert into heartbeat (beats) values (0);

-- While one is active, every create may have been sent between `lost_since` and `uncertain_until`, by work
-- that the restored database does not know of.
create table quarantine (
  id uuid primary key,
  reason text not null,
  lost_since timestamptz not null,
  uncertain_until timestamptz not null default clock_timestamp(),
  lifted_at timestamptz,
  lifted_by text,
  note text
);
create unique index quarantine_one_active on quarantine ((true)) where lifted_at is null;
create trigger quarantine_changed after insert or update or delete on quarantine
  for each statement execute function note_configuration_change();
