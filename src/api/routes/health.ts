// Whether the process lives, and whether it can take work.

import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import type { Engine } from "../../engine/engine.ts";

export function healthRoutes(app: FastifyInstance, engine: Engine): void {
  app.get("/livez", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    try {
      await sql`select 1`.execute(engine.db);
      return { status: "ok" };
    } catch {
      return reply.code(503).send({ status: "the database cannot be reached" });
    }
  });
}
