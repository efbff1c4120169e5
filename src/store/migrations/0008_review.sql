-- Review before posting: a run waits as held, with the documents exactly as they would be posted.

alter table run drop constraint run_status_check;
alter table run add constraint run_status_check
  check (status in ('queued', 'running', 'waiting', 'held', 'done', 'dead', 'discarded'));
-- Hashes of the writes a person approved; the run makes no others.
alter table run add column approved_writes jsonb;

create table review_item (
  id uuid primary key,
  run_id uuid not null references run,
  status text not null check (status in ('waiting', 'approved', 'rejected')),
  reason text not null,
  writes jsonb not null,
  record jsonb,
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  closed_by text,
  note text
);
create unique index review_item_one_waiting_per_run on review_item (run_id) where status = 'waiting';
create index review_item_by_status on review_item (status, opened_at);
