// What holds for every route: body formats, API version header, rate limit, the shape of failures.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { World } from "./account.ts";
import { answerFailure, defaultApiVersion, errorBodyOfStatus } from "./envelope.ts";
import { RateLimit } from "./rate-limit.ts";
import { problem, Refusal } from "./refusal.ts";

export function installConventions(app: FastifyInstance, world: World): void {
  acceptBodies(app);
  limitRate(app, world);
  app.addHook("onRequest", async (request, reply) => {
    if (!request.url.startsWith("/accounting/")) return;
    const asked = request.headers["x-api-version"];
    reply.header("x-api-version", typeof asked === "string" ? asked : defaultApiVersion);
  });
  app.setErrorHandler((failure, request, reply) => {
    return answerFailure(failure, request, reply, world.settings);
  });
  app.setNotFoundHandler((request, reply) => {
    const refusal = new Refusal(404, [problem(1012, "Requested resource could not be found.")]);
    return answerFailure(refusal, request, reply, world.settings);
  });
}

/** JSON and forms; an empty body is no body, whatever its announced type. */
function acceptBodies(app: FastifyInstance): void {
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser(
    "application/json",
    { parseAs: "string" },
    async (_request: unknown, body: string) => (body === "" ? undefined : parseJson(body)),
  );
  const form = "application/x-www-form-urlencoded";
  app.addContentTypeParser(form, { parseAs: "string" }, async (_request: unknown, body: string) =>
    Object.fromEntries(new URLSearchParams(body)),
  );
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, [problem(1005, "The request body could not be parsed.")]);
  }
}

/** The token endpoints are not counted. */
function limitRate(app: FastifyInstance, world: World): void {
  const minute = new RateLimit(world.clock, 60_000);
  const second = new RateLimit(world.clock, 1_000);
  app.addHook("onRequest", async (request, reply) => {
    if (!isLimited(request)) return;
    const { rateLimitPerMinute, rateLimitPerSecond } = world.settings;
    for (const { allowed, resetSeconds } of [
      minute.take(rateLimitPerMinute),
      second.take(rateLimitPerSecond),
    ]) {
      if (!allowed) return refuse(request, reply, world, resetSeconds);
    }
  });
}

function isLimited({ url }: FastifyRequest): boolean {
  return ["/accounting/", "/events/", "/auth/api/"].some((prefix) => url.startsWith(prefix));
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  world: World,
  resetSeconds: number,
): FastifyReply {
  return reply
    .code(429)
    .header("retry-after", String(resetSeconds))
    .send(errorBodyOfStatus(request, world.settings, 429));
}
