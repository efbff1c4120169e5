// What a fault does to the connection of a request: keeps it open in silence, or sends a body in pieces.
import { once } from "node:events";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyRequest } from "fastify";

/** Abandoned requests must not pile up in a long run: a silence without a length ends after this. */
const longestSilenceMs = 120_000;

/** Waits until the caller has gone, or `atMostMs` have passed. */
export async function untilGone(
  { raw: { socket } }: FastifyRequest,
  atMostMs = longestSilenceMs,
): Promise<void> {
  if (socket.destroyed) return;
  const decided = new AbortController();
  const { signal } = decided;
  const gone = once(socket, "close", { signal }).catch(() => undefined);
  const timeout = sleep(atMostMs, undefined, { signal }).catch(() => undefined);
  await Promise.race([gone, timeout]);
  decided.abort();
}

/** Sends half of a body, waits for `meanwhile`, and drops the connection. */
export function halfOf(
  body: Buffer,
  request: FastifyRequest,
  meanwhile: () => Promise<unknown>,
): Readable {
  async function* half() {
    yield body.subarray(0, Math.floor(body.length / 2));
    await meanwhile();
    request.raw.socket.destroy();
  }
  return Readable.from(half());
}

/** Sends a body byte by byte, until the caller has had enough. */
export function byteByByte(body: Buffer, request: FastifyRequest, pauseMs: number): Readable {
  const { socket } = request.raw;
  async function* bytes() {
    for (const byte of body) {
      if (socket.destroyed) return;
      yield Buffer.of(byte);
      await untilGone(request, pauseMs);
    }
  }
  return Readable.from(bytes());
}
