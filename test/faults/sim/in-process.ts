// Asks a server within this process, without a socket.

import type { FastifyInstance } from "fastify";
import type { WireAnswer, WireRequest } from "./network.ts";

export async function ask(app: FastifyInstance, request: WireRequest): Promise<WireAnswer> {
  const { method, path, headers, body } = request;
  const answer = await app.inject({
    method: method as "POST",
    url: path,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers as Record<string, string>,
    body: answer.rawPayload,
  };
}

/** Calls a control route of a simulator; throws what it objects to. */
export async function askControl<T>(
  app: FastifyInstance,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await ask(app, {
    method: body === undefined ? "GET" : "POST",
    path: `/_control/${path}`,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = answer.body.toString();
  if (answer.status < 300) return (text === "" ? null : JSON.parse(text)) as T;
  throw new Error(`The simulator refused ${path}: ${answer.status} ${text}`);
}

/** `fetch` for one server within this process. */
export function fetchWithin(app: FastifyInstance): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(String(input));
    const { body } = init;
    const isForm = body instanceof URLSearchParams;
    const {
      status,
      headers,
      body: answer,
    } = await ask(app, {
      method: init.method ?? "GET",
      path: `${url.pathname}${url.search}`,
      headers: isForm ? { "content-type": "application/x-www-form-urlencoded" } : {},
      body: body ? String(body) : undefined,
    });
    const isEmpty = [204, 304].includes(status) || answer.length === 0;
    return new Response(isEmpty ? null : new Uint8Array(answer), { status, headers });
  };
}
