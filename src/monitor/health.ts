// Is everything all right? Facts about the installation, each with what to do when it is not.

import { sql } from "kysely";
import { listConnections } from "../store/connections.ts";
import { listFlows } from "../store/flows.ts";
import { countByStatus } from "../store/runs.ts";
import type { Db } from "../store/schema.ts";

export interface HealthFinding {
  check: string;
  ok: boolean;
  detail: string;
}

/** How long work may be overdue before somebody should look. */
const overdueSeconds = 60;

export async function checkHealth(db: Db): Promise<HealthFinding[]> {
  const checks = [
    checkDatabase,
    checkConnections,
    checkFlows,
    checkConservation,
    checkOverdue,
    checkDeadLetters,
  ];
  return Promise.all(checks.map((check) => check(db)));
}

async function checkDatabase(db: Db): Promise<HealthFinding> {
  const { rows } = await sql<{ version: string; fsync: string }>`
    select current_setting('server_version') as version, current_setting('fsync') as fsync`.execute(
    db,
  );
  const [server] = rows;
  const ok = server?.fsync === "on";
  const detail = `PostgreSQL ${server?.version}, fsync ${server?.fsync}`;
  return { check: "database", ok, detail };
}

async function checkConnections(db: Db): Promise<HealthFinding> {
  const connections = await listConnections(db);
  const stopped = connections.filter((connection) => connection.status !== "active");
  const detail =
    stopped.length === 0
      ? `${connections.length} connections, all active`
      : stopped
          .map(({ name, status, status_reason: why }) => `${name}: ${status} (${why})`)
          .join("; ");
  return { check: "connections", ok: stopped.length === 0, detail };
}

async function checkFlows(db: Db): Promise<HealthFinding> {
  const flows = await listFlows(db);
  const enabled = flows.filter((flow) => flow.enabled).length;
  const { count } = await db
    .selectFrom("event")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("runs", "=", 0)
    .where("via", "<>", "emit")
    .executeTakeFirstOrThrow();
  const detail = `${enabled} of ${flows.length} flows enabled, ${count} stored events wanted by none`;
  return { check: "flows", ok: true, detail };
}

/** Every run is in exactly one known state: nothing received is lost from sight. */
async function checkConservation(db: Db): Promise<HealthFinding> {
  const { rows } = await sql<{ gap: string }>`
    select (coalesce(sum(e.runs), 0) - (select count(*) from ledgerline.run))::text as gap
    from ledgerline.event e`.execute(db);
  const states = Object.entries(await countByStatus(db)).map(([name, count]) => `${count} ${name}`);
  const gap = Number(rows[0]?.gap ?? 0);
  const summary = states.join(", ") || "no runs yet";
  return {
    check: "conservation",
    ok: gap === 0,
    detail: gap === 0 ? summary : `${summary}; ${gap} runs are missing`,
  };
}

async function checkOverdue(db: Db): Promise<HealthFinding> {
  const { rows } = await sql<{ count: number; oldest: number | null }>`
    select count(*)::int as count,
      extract(epoch from max(ledgerline.instant() - r.next_action_at))::int as oldest
    from ledgerline.run r
    where r.status in ('queued', 'waiting', 'running')
      and r.next_action_at < ledgerline.instant() - ${overdueSeconds} * interval '1 second'
      and not exists (select 1 from ledgerline.run d
        where d.subject_key = r.subject_key and d.id <> r.id and d.status in ('dead', 'waiting'))`.execute(
    db,
  );
  const { count = 0, oldest = null } = rows[0] ?? {};
  const detail =
    count === 0
      ? "nothing is overdue"
      : `${count} runs are overdue, the oldest by ${oldest} s: is a worker running?`;
  return { check: "overdue work", ok: count === 0, detail };
}

async function checkDeadLetters(db: Db): Promise<HealthFinding> {
  const rows = await db
    .selectFrom("dead_letter")
    .select((eb) => ["code", eb.fn.countAll<string>().as("count")])
    .where("status", "=", "open")
    .groupBy("code")
    .execute();
  const detail = rows.map(({ code, count }) => `${count} ${code}`).join(", ");
  return { check: "dead letters", ok: rows.length === 0, detail: detail || "none" };
}
