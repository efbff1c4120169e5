-- The steps of an attempt are written once, together, and read together: one row instead of about ten.
-- json and not jsonb: they are kept as they were written, and nobody searches inside them.

create table run_trace (
  run_id uuid not null references run on delete cascade,
  attempt int not null,
  steps json not null,
  primary key (run_id, attempt)
);

insert into run_trace (run_id, attempt, steps)
select run_id, attempt, json_agg(json_build_object('path', path, 'kind', kind, 'title', title,
  'status', status, 'startedAt', started_at, 'durationMs', duration_ms, 'detail', detail,
  'error', error) order by seq)
from run_step
group by run_id, attempt;

drop table run_step;

create view run_step as
select t.run_id, t.attempt, (s.place - 1)::int as seq, s.step->>'path' as path,
  s.step->>'kind' as kind, s.step->>'title' as title, s.step->>'status' as status,
  (s.step->>'startedAt')::timestamptz as started_at,
  (s.step->>'durationMs')::double precision as duration_ms, (s.step->'detail')::jsonb as detail,
  nullif((s.step->'error')::jsonb, 'null') as error
from run_trace t cross join lateral json_array_elements(t.steps) with ordinality as s(step, place);
