// The HTTP server: webhooks in, health out.

import helmet from "@fastify/helmet";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { IntegrationError } from "../core/errors.ts";
import type { Setup } from "../engine/connection-setup.ts";
import type { Engine } from "../engine/engine.ts";
import { failureOf } from "../engine/failure.ts";
import { problemOf, statusOf } from "./problem.ts";
import { healthRoutes } from "./routes/health.ts";
import { hookRoutes } from "./routes/hooks.ts";

export interface ServerInput {
  engine: Engine;
  setup: Setup;
  logger: FastifyBaseLogger;
}

/** Bodies above this are refused before they are read whole. */
const bodyLimitBytes = 256 * 1024;
/** A database that restarts is back within this time. */
const retryAfterSeconds = 5;

export async function createServer({
  engine,
  setup,
  logger,
}: ServerInput): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
  });
  await app.register(helmet);
  useRawBodies(app);
  app.setErrorHandler((thrown: Error & { statusCode?: number }, request, reply) => {
    const error = isClientFault(thrown)
      ? new IntegrationError("REQUEST_INVALID", thrown.message, { cause: thrown })
      : failureOf(thrown);
    const status = isClientFault(thrown) ? thrown.statusCode : statusOf(error);
    if (status >= 500) request.log.error({ code: error.code, err: thrown }, error.message);
    if (status === 503) reply.header("retry-after", retryAfterSeconds);
    const problem = { ...problemOf(error, request.id), status };
    return reply.code(status).type("application/problem+json").send(problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const error = new IntegrationError("NOT_FOUND", "There is nothing at this address.");
    return reply.code(404).type("application/problem+json").send(problemOf(error, request.id));
  });
  healthRoutes(app, engine);
  hookRoutes(app, { engine, setup });
  return app;
}

/** Signatures are made over bytes, so bodies are kept as they came; nothing is parsed before that. */
function useRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

function isClientFault(
  error: Error & { statusCode?: number },
): error is Error & { statusCode: number } {
  return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
}
