// The HTTP client against a server on the loopback that misbehaves in each way that matters.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CallEffect } from "../core/call-outcome.ts";
import { systemClock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import type { HttpExchange, HttpRequest } from "./http.ts";
import { createHttpClient, type HttpClientOptions } from "./http-client.ts";

let server: Server;
let dispatcher: Agent;
let baseUrl: string;
let received: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];
let respond: (response: ServerResponse) => void;

beforeEach(async () => {
  received = [];
  respond = (response) => response.end("{}");
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method = "", url = "", headers } = request;
    received.push({ method, url, headers, body });
    respond(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin`;
  dispatcher = new Agent();
});

afterEach(async () => {
  await dispatcher.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function client(options: Partial<HttpClientOptions> = {}) {
  return createHttpClient({
    baseUrl,
    dispatcher,
    authorize: async () => ({ authorization: "Bearer first-access-token" }),
    limits: { timeoutMs: 5_000 },
    clock: systemClock,
    signal: new AbortController().signal,
    ...options,
  });
}

const read: HttpRequest = { method: "GET", path: "/orders", effect: "read" };
const post = (effect: CallEffect): HttpRequest => ({
  method: "POST",
  path: "/orders",
  json: { a: 1 },
  effect,
});

async function failureOf(pending: Promise<unknown>): Promise<IntegrationError> {
  const thrown = await pending.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof IntegrationError) return thrown;
  throw new Error(`expected an IntegrationError, got ${String(thrown)}`);
}

test("a call carries the base path, encoded query, credentials and JSON body", async () => {
  const query = [
    ["search[email]", "a+b&c@example.com"],
    ["page", "1"],
  ] as const;
  await client().send({ ...post("create"), query });
  const [call] = received;
  expect(call?.url).toBe("/admin/orders?search%5Bemail%5D=a%2Bb%26c%40example.com&page=1");
  expect(call?.body).toBe('{"a":1}');
  expect(call?.headers).toMatchObject({
    authorization: "Bearer first-access-token",
    "content-type": "application/json",
    "accept-encoding": "identity",
  });
});

test("decimal digits of an answer survive", async () => {
  respond = (response) => response.end('{"amount":241.750000000}');
  expect((await client().send(read)).json()).toEqual({ amount: "241.750000000" });
});

test("a redirect is an answer and is not followed", async () => {
  respond = (response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end();
  expect((await client().send(post("create"))).status).toBe(307);
  expect(received).toHaveLength(1);
});

test.each([["read"], ["create"], ["update"]] as const)(
  "a refused connection means that nothing was sent, also for a %s",
  async (effect) => {
    const unreachable = client({ baseUrl: "http://127.0.0.1:1" });
    expect((await failureOf(unreachable.send(post(effect)))).code).toBe("NETWORK_UNREACHABLE");
  },
);

test.each([
  ["read", "NETWORK_UNREACHABLE"],
  ["create", "OUTCOME_UNKNOWN"],
  ["update", "OUTCOME_UNKNOWN"],
] as const)("a %s whose connection drops without an answer is %s", async (effect, code) => {
  respond = (response) => response.socket?.destroy();
  expect((await failureOf(client().send(post(effect)))).code).toBe(code);
  expect(received).toHaveLength(1);
});

test.each([
  ["read", "NETWORK_UNREACHABLE"],
  ["create", "OUTCOME_UNKNOWN"],
] as const)("a %s that is not answered in time is %s", async (effect, code) => {
  respond = () => {};
  const impatient = client({ limits: { timeoutMs: 60 } });
  expect((await failureOf(impatient.send(post(effect)))).code).toBe(code);
});

test.each([
  ["read", "UNREADABLE_ANSWER"],
  ["create", "OUTCOME_UNKNOWN"],
] as const)(
  "to a %s, a success that breaks off in the middle of its body is %s",
  async (effect, code) => {
    respond = (response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"half":', () => response.socket?.destroy());
    };
    expect((await failureOf(client().send(post(effect)))).code).toBe(code);
  },
);

test.each([
  ["read", "UNREADABLE_ANSWER"],
  ["create", "OUTCOME_UNKNOWN"],
] as const)("to a %s, a success that is an HTML page is %s", async (effect, code) => {
  respond = (response) => response.end("<html>Welcome</html>");
  const answer = await client().send(post(effect));
  expect(() => answer.json()).toThrow(expect.objectContaining({ code }));
});

test.each([
  ["that names a member twice", '{"total":"1.00","total":"2.00"}'],
  ["whose letters are not UTF-8", Buffer.from('{"name":"Zoë"}', "latin1")],
])("an answer %s is not read either way", async (_what, body) => {
  respond = (response) => response.end(body);
  const reading = async () => (await client().send(read)).json();
  expect((await failureOf(reading())).code).toBe("UNREADABLE_ANSWER");
});

test("a byte order mark in front of an answer does no harm", async () => {
  respond = (response) => response.end('\uFEFF{"a":1}');
  expect((await client().send(read)).json()).toEqual({ a: 1 });
});

test("an answer without an end is cut off at 10 MiB", async () => {
  const mebibyte = Buffer.alloc(1_048_576, " ");
  const goOn = (response: ServerResponse) => {
    while (response.write(mebibyte));
    response.once("drain", () => goOn(response));
  };
  let socketOfAnswer: ServerResponse["socket"] = null;
  respond = (response) => {
    socketOfAnswer = response.socket;
    goOn(response);
  };
  expect((await failureOf(client().send(read))).code).toBe("UNREADABLE_ANSWER");
  // What lies in the buffers of both sockets comes on top.
  expect((socketOfAnswer as ServerResponse["socket"])?.bytesWritten).toBeLessThan(32 * 1_048_576);
});

test("an answer larger than 10 MiB is given up", async () => {
  respond = (response) => response.end(Buffer.alloc(10 * 1024 * 1024 + 1, "a"));
  expect((await failureOf(client().send(read))).code).toBe("UNREADABLE_ANSWER");
});

test("a compressed answer is refused, as none was asked for", async () => {
  respond = (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("x");
  expect((await failureOf(client().send(read))).code).toBe("UNREADABLE_ANSWER");
});

test("a lease found lost as the request would be written leaves nothing sent", async () => {
  const lost = new IntegrationError("LEASE_LOST", "The claim has passed to another worker.");
  const guarded = client({
    beforeSend: () => {
      throw lost;
    },
  });
  expect(await failureOf(guarded.send(post("create")))).toBe(lost);
  expect(received).toHaveLength(0);
});

test("the last check before a send comes after throttling and signing in", async () => {
  const order: string[] = [];
  await client({
    authorize: async () => {
      order.push("authorize");
      return {};
    },
    admit: async () => void order.push("admit"),
    beforeSend: () => void order.push("beforeSend"),
  }).send(post("create"));
  expect(order).toEqual(["authorize", "admit", "beforeSend"]);
});

test("a refused token is renewed once and the call sent again", async () => {
  let token = "stale";
  const refused: unknown[] = [];
  respond = (response) => response.writeHead(token === "stale" ? 401 : 200).end("{}");
  const answer = await client({
    authorize: async () => ({ authorization: `Bearer ${token}` }),
    reauthorize: async (headers) => {
      refused.push(headers);
      token = "renewed";
    },
  }).send(post("create"));
  expect(answer.status).toBe(200);
  expect(refused).toEqual([{ authorization: "Bearer stale" }]);
  expect(received.map((call) => call.headers.authorization)).toEqual([
    "Bearer stale",
    "Bearer renewed",
  ]);
});

test("a token refused twice is answered with the 401 and not tried a third time", async () => {
  respond = (response) => response.writeHead(401).end("{}");
  const answer = await client({ reauthorize: async () => {} }).send(read);
  expect(answer.status).toBe(401);
  expect(received).toHaveLength(2);
});

test("credentials never go to another origin", async () => {
  const request = { ...read, baseUrl: "http://localhost:1" };
  expect((await failureOf(client().send(request))).code).toBe("CONFIGURATION_INVALID");
});

test("a path cannot leave the base address", async () => {
  for (const path of ["/../secret", "/a/%2e%2e/b", "orders", "/a\\b", "/a b"]) {
    const failure = await failureOf(client().send({ ...read, path }));
    expect(failure.code, path).toBe("REQUEST_INVALID");
  }
  expect(received).toHaveLength(0);
});

test("cancelled work does not start a call, and ends a call that runs", async () => {
  const early = AbortSignal.abort();
  expect((await failureOf(client({ signal: early }).send(read))).code).toBe("CANCELLED");
  const controller = new AbortController();
  respond = () => controller.abort();
  const failure = await failureOf(client({ signal: controller.signal }).send(post("create")));
  expect(failure.code).toBe("OUTCOME_UNKNOWN");
});

test("the record of an exchange holds no secret", async () => {
  const exchanges: HttpExchange[] = [];
  respond = (response) => response.end('{"access_token":"abc","amount":"1.00"}');
  await client({ onExchange: (exchange) => exchanges.push(exchange) }).send({
    method: "POST",
    path: "/token",
    effect: "create",
    authorized: false,
    form: [
      ["code", "a b&c"],
      ["client_secret", "hush"],
    ],
  });
  expect(exchanges).toEqual([
    {
      method: "POST",
      url: `${baseUrl}/token`,
      requestBody: "code=[redacted]&client_secret=[redacted]",
      status: 200,
      answerBody: { access_token: "[redacted]", amount: "1.00" },
      durationMs: expect.any(Number),
    },
  ]);
});

test("a call without an answer is recorded with its reason", async () => {
  const exchanges: HttpExchange[] = [];
  respond = (response) => response.socket?.destroy();
  const recording = client({ onExchange: (exchange) => exchanges.push(exchange) });
  await failureOf(recording.send(post("create")));
  expect(exchanges[0]?.error).toContain("after the request was sent");
});
