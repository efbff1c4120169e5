-- Dead letters that can be found by their subject, and actions on many of them at once.

alter table dead_letter
  -- Copied from the run, so that ending a run finds older letters of its subject in one small index.
  add column subject_key text,
  -- How it was closed: replayed with success, replayed and failed again (a newer letter tells why), by a
  -- later run of the same subject, or by a person without anything being done.
  add column resolution text
    check (resolution in ('replayed', 'failed-again', 'by-itself', 'discarded')),
  add column replayed_at timestamptz,
  add column bulk_action_id uuid;
update dead_letter d set subject_key = r.subject_key from run r where r.id = d.run_id;
update dead_letter set resolution = case
    when status = 'discarded' then 'discarded'
    when note = 'failed again' then 'failed-again'
    else 'replayed' end
  where status in ('resolved', 'discarded');
alter table dead_letter alter column subject_key set not null;
create index dead_letter_open_by_subject on dead_letter (subject_key)
  where status in ('open', 'replaying');
create index dead_letter_by_bulk_action on dead_letter (bulk_action_id, status)
  where bulk_action_id is not null;

-- A replay or discard of many letters: which ones is noted on the letters, and so is what became of each.
create table bulk_action (
  id uuid primary key,
  kind text not null check (kind in ('replay', 'discard')),
  -- stopped: its canary failed, and the rest was left as it was.
  status text not null check (status in ('running', 'paused', 'cancelled', 'stopped', 'done')),
  filter jsonb not null,
  note text,
  started_by text not null,
  canary boolean not null default false,
  canary_letter_id uuid,
  -- Most that are begun in a minute; null for as fast as they end.
  per_minute int check (per_minute > 0),
  total int not null,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
create index bulk_action_under_way on bulk_action (created_at) where status in ('running', 'paused');
