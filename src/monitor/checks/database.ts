// Does the database keep what it acknowledges?

import { sql } from "kysely";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

export async function checkDatabase(db: Db): Promise<HealthFinding> {
  const { rows } = await sql<{ version: string; fsync: string }>`
    select current_setting('server_version') as version, current_setting('fsync') as fsync`.execute(
    db,
  );
  const [server] = rows;
  const ok = server?.fsync === "on";
  const detail = `PostgreSQL ${server?.version}, fsync ${server?.fsync}`;
  return { check: "database", ok, detail };
}
