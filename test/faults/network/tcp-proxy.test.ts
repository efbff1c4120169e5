// Each fault of the proxy, seen from a client and a server on its two sides.

import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { seededRandom } from "../../../sandbox/kit/seeded-random.ts";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

let proxy: TcpProxy;
let received: string;
const open: Socket[] = [];
const echo = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    received += chunk;
    socket.write(chunk);
  });
  socket.on("end", () => socket.end());
});

beforeEach(async () => {
  received = "";
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  const address = echo.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  // The first target never listens: the next one is taken.
  proxy = await startTcpProxy({ targets: () => [1, port], random: seededRandom(1) });
});

afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await proxy.close();
  echo.close();
  await once(echo, "close");
});

interface Talk {
  socket: Socket;
  /** What came back so far. */
  answer: () => string;
  /** "end" in order, "reset" without. */
  over: Promise<"end" | "reset">;
}

async function talk(text: string): Promise<Talk> {
  let answer = "";
  const socket = connect({ port: proxy.port, host: "127.0.0.1" });
  open.push(socket);
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    answer += chunk;
  });
  const over = Promise.race([
    once(socket, "end").then(() => "end" as const),
    once(socket, "error").then(() => "reset" as const),
  ]).catch(() => "reset" as const);
  socket.write(text);
  return { socket, answer: () => answer, over };
}

async function answered({ answer, socket }: Talk, text: string): Promise<void> {
  while (answer() !== text) await once(socket, "data");
}

it("passes everything on when nothing is wrong, and the end of a connection too", async () => {
  const call = await talk("hello");
  await answered(call, "hello");
  call.socket.end();
  expect(await call.over).toBe("end");
});

it("latency delays, and the slicer tears apart, but nothing is lost", async () => {
  proxy.setFault({ kind: "latency", ms: 30, jitterMs: 5 });
  const startedMs = performance.now();
  const late = await talk("late");
  await answered(late, "late");
  // There and back, less what timers are early.
  expect(performance.now() - startedMs).toBeGreaterThan(55);
  proxy.setFault({ kind: "slicer", bytes: 2, pauseMs: 1 });
  await answered(await talk("in pieces"), "in pieces");
  proxy.setFault({ kind: "bandwidth", bytesPerSecond: 10_000 });
  await answered(await talk("slowly"), "slowly");
});

it("down refuses new connections and resets open ones", async () => {
  const call = await talk("hello");
  await answered(call, "hello");
  proxy.setFault({ kind: "down" });
  expect(await call.over).toBe("reset");
  expect(await (await talk("again")).over).toBe("reset");
  proxy.setFault(null);
  await answered(await talk("healed"), "healed");
});

it("a black hole swallows what is sent, and the connection is dead when it heals", async () => {
  const call = await talk("hello");
  await answered(call, "hello");
  proxy.setFault({ kind: "black-hole" });
  call.socket.write("lost");
  const other = await talk("lost as well");
  await once(proxySettled(other), "close");
  proxy.setFault(null);
  expect(await call.over).toBe("reset");
  expect(received).toBe("hello");
});

/** Closes the socket once its bytes have left this process for certain. */
function proxySettled({ socket }: Talk): Socket {
  socket.write("", () => setTimeout(() => socket.destroy(), 20));
  return socket;
}

it("reset ends open connections after a while, and cut after so many bytes", async () => {
  const call = await talk("hello");
  await answered(call, "hello");
  proxy.setFault({ kind: "reset", ms: 5 });
  expect(await call.over).toBe("reset");
  proxy.setFault({ kind: "cut", bytes: 3 });
  const short = await talk("abcdef");
  await short.over;
  expect(short.answer()).toBe("abc");
  expect(received).toBe("helloabcdef");
});
