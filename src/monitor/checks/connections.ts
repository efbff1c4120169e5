// Which connections stand still, and why.

import { listConnections } from "../../store/connections.ts";
import type { Db } from "../../store/schema.ts";
import type { HealthFinding } from "../finding.ts";

export async function checkConnections(db: Db): Promise<HealthFinding> {
  const connections = await listConnections(db);
  const stopped = connections.filter((connection) => connection.status !== "active");
  const detail =
    stopped.length === 0
      ? `${connections.length} connections, all active`
      : stopped
          .map(({ name, status, status_reason: why }) => `${name}: ${status} (${why})`)
          .join("; ");
  const figures = { connections: connections.length, stopped: stopped.map(({ name }) => name) };
  return { check: "connections", ok: stopped.length === 0, detail, figures };
}
