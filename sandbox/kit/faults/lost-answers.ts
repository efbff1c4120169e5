// Faults after which the caller does not know what happened: the answer is lost, late, cut or wrong about
// the outcome. Some of them execute the request and some do not.
import { setTimeout as sleep } from "node:timers/promises";
import { byteByByte, halfOf, untilGone } from "../faulty-connection.ts";
import type { FaultHit, HttpFaultFamily } from "../http-fault.ts";

/** Marks a request that an inner proxy repeats; it is executed like any other and never hit by a fault. */
export const repeatedHeader = "x-sandbox-repeated";

const defaultDelayMs = 1_000;
/** What was written must reach the wire before the connection goes. */
const flushMs = 10;

export const lostAnswers = {
  "server-error-after-commit": {
    catalogue: { F6: "`status` (500 if absent)" },
    parameters: ["status"],
    executed: "yes",
    onAnswer(hit) {
      const status = hit.fault.status ?? 500;
      const body = hit.system.errorBody(status, hit.request);
      hit.reply.code(status).type("application/json; charset=utf-8");
      return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    },
  },
  "commit-then-drop": {
    catalogue: {
      F7: "a dropped connection",
      F24: "on the route of the token endpoint: the old refresh token is used up and the new one lost",
    },
    parameters: [],
    executed: "yes",
    onAnswer({ request }, body) {
      request.raw.socket.destroy();
      return body;
    },
  },
  "truncated-body": {
    catalogue: {
      F8: "half of the body under the whole `Content-Length`, then a dropped connection",
    },
    parameters: [],
    executed: "yes",
    onAnswer: (hit, body) =>
      announced(
        hit,
        body,
        halfOf(body, hit.request, () => sleep(flushMs)),
      ),
  },
  hang: {
    catalogue: { F12: "nothing, until it gives up or `delayMs` passed" },
    parameters: ["delayMs"],
    executed: "no",
    async onArrival({ fault, request, reply }) {
      reply.hijack();
      await untilGone(request, fault.delayMs);
      request.raw.socket.destroy();
    },
  },
  "hang-mid-body": {
    catalogue: { F13: "half of the body, then nothing until it gives up or `delayMs` passed" },
    parameters: ["delayMs"],
    executed: "yes",
    onAnswer(hit, body) {
      const silence = () => untilGone(hit.request, hit.fault.delayMs);
      return announced(hit, body, halfOf(body, hit.request, silence));
    },
  },
  drip: {
    catalogue: { F14: "the body byte by byte, one each `delayMs` (1000 if absent)" },
    parameters: ["delayMs"],
    executed: "yes",
    onAnswer(hit, body) {
      const pauseMs = hit.fault.delayMs ?? defaultDelayMs;
      return announced(hit, body, byteByByte(body, hit.request, pauseMs));
    },
  },
  reset: {
    catalogue: { F15: "TCP reset" },
    parameters: [],
    executed: "no",
    onArrival({ request, reply }) {
      reply.hijack();
      request.raw.socket.resetAndDestroy();
    },
  },
  "late-commit": {
    catalogue: { F16: "a dropped connection; executed `delayMs` (1000 if absent) after it" },
    parameters: ["delayMs"],
    executed: "late",
    async beforeExecution({ fault, request }) {
      request.raw.socket.destroy();
      await sleep(fault.delayMs ?? defaultDelayMs);
    },
  },
  "executed-twice": {
    catalogue: { F17: "the answer to the second of two executions, as if a proxy had repeated it" },
    parameters: [],
    executed: "twice",
    keepsBody: true,
    async beforeExecution({ request, rawBody }) {
      const {
        "content-length": _length,
        "transfer-encoding": _encoding,
        ...headers
      } = request.headers;
      await request.server.inject({
        method: request.method as "POST",
        url: request.url,
        headers: { ...headers, [repeatedHeader]: "1" },
        ...(rawBody === undefined ? {} : { payload: rawBody }),
      });
    },
  },
  slow: {
    catalogue: {
      F25: "the normal answer, `delayMs` (1000 if absent) late; give it the route of the token endpoint",
    },
    parameters: ["delayMs"],
    executed: "late",
    // The whole request has been read by then, so it is executed also when the caller gives up.
    beforeExecution: ({ fault }) => sleep(fault.delayMs ?? defaultDelayMs),
  },
} as const satisfies HttpFaultFamily;

/** Announces the whole length of a body of which less, or later, is sent. */
function announced<Sent>({ reply }: FaultHit, body: Buffer, sent: Sent): Sent {
  reply.header("content-length", body.length);
  return sent;
}
