-- What holds calls to other systems back, shared by all processes: one circuit per connection and kind of
-- call, and one throttle per connection.

create table circuit (
  connection_id uuid not null references connection on delete cascade,
  kind text not null check (kind in ('read', 'write')),
  -- Raised by every change: two processes that decide at the same time cannot both win.
  version int not null default 1,
  phase text not null check (phase in ('closed', 'open', 'half-open')),
  -- Counts and instants in milliseconds since 1970, as src/engine/circuit/circuit-state.ts has them.
  state jsonb not null,
  -- True while work may be parked because of it.
  holds_work boolean not null default false,
  -- Up to here, parked work was given its turn.
  released_until timestamptz,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (connection_id, kind)
);

create table throttle (
  connection_id uuid primary key references connection on delete cascade,
  -- The instant from which the next call fits into the rate (generic cell rate algorithm).
  booked_until timestamptz not null,
  -- How many calls the last booking got: none while the connection is paused or booked up.
  last_lot int not null default 0,
  -- Nothing is sent before, as the other system asked.
  paused_until timestamptz,
  -- The share of its rate that a connection was slowed to, and when; it recovers from then on.
  slowed_to double precision not null default 1,
  slowed_at timestamptz
);
