// A TCP proxy that can be told to fail: it stands between the platform, the simulators and the database.

import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeededRandom } from "../../../sandbox/kit/seeded-random.ts";
import type { LinkFault } from "./link-fault.ts";

export interface ProxyOptions {
  /** Ports of the loopback address to connect to; the first that listens is taken, in turn. */
  targets(): readonly number[];
  /** How long it looks for one that listens, as a load balancer does; not at all when absent. */
  patienceMs?: number;
  random: SeededRandom;
}

export interface TcpProxy {
  port: number;
  /** What open and new connections suffer from now on; null heals the link. */
  setFault(fault: LinkFault | null): void;
  close(): Promise<void>;
}

const lookAgainMs = 50;

interface Connection {
  client: Socket;
  upstream: Socket;
  answeredBytes: number;
  /** Something sent into it was lost, so that it can never work again. */
  isBroken: boolean;
}

export async function startTcpProxy(options: ProxyOptions): Promise<TcpProxy> {
  const link = new Link(options);
  const server = createServer({ allowHalfOpen: true }, (client) => void link.accept(client));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(server),
    setFault: (fault) => link.setFault(fault),
    close: async () => {
      server.close();
      link.resetAll();
      await once(server, "close");
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

class Link {
  readonly #options: ProxyOptions;
  readonly #connections = new Set<Connection>();
  #fault: LinkFault | null = null;
  #turn = 0;

  constructor(options: ProxyOptions) {
    this.#options = options;
  }

  setFault(fault: LinkFault | null): void {
    this.#fault = fault;
    for (const connection of this.#connections) if (connection.isBroken) reset(connection);
    if (fault?.kind === "down") this.resetAll();
    if (fault?.kind === "reset") {
      for (const connection of this.#connections) this.#resetLater(connection, fault);
    }
  }

  resetAll(): void {
    for (const connection of this.#connections) reset(connection);
  }

  async accept(client: Socket): Promise<void> {
    client.on("error", () => client.destroy());
    const upstream = this.#fault?.kind === "down" ? null : await this.#connectPatiently();
    if (upstream === null || client.destroyed) {
      client.resetAndDestroy();
      upstream?.destroy();
      return;
    }
    const connection = { client, upstream, answeredBytes: 0, isBroken: false };
    this.#connections.add(connection);
    if (this.#fault?.kind === "reset") this.#resetLater(connection, this.#fault);
    await Promise.allSettled([
      this.#pump(connection, client, upstream),
      this.#pump(connection, upstream, client),
    ]);
    this.#connections.delete(connection);
  }

  async #connectPatiently(): Promise<Socket | null> {
    const deadline = performance.now() + (this.#options.patienceMs ?? 0);
    for (;;) {
      const socket = await this.#connect();
      if (socket !== null || performance.now() >= deadline) return socket;
      await sleep(lookAgainMs);
    }
  }

  async #connect(): Promise<Socket | null> {
    const targets = this.#options.targets();
    this.#turn += 1;
    for (const offset of targets.keys()) {
      const port = targets[(this.#turn + offset) % targets.length] ?? 0;
      const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
      try {
        await once(socket, "connect");
        socket.on("error", () => socket.destroy());
        return socket;
      } catch {
        socket.destroy();
      }
    }
    return null;
  }

  #resetLater(connection: Connection, { ms }: { ms: number }): void {
    setTimeout(() => reset(connection), ms).unref();
  }

  async #pump(connection: Connection, from: Socket, to: Socket): Promise<void> {
    try {
      for await (const chunk of from) await this.#pass(connection, to, chunk as Buffer);
      if (this.#fault?.kind === "slow-close") await sleep(this.#fault.ms);
      to.end();
    } catch {
      reset(connection);
    }
  }

  async #pass(connection: Connection, to: Socket, chunk: Buffer): Promise<void> {
    const fault = this.#fault;
    const isAnswer = to === connection.client;
    switch (fault?.kind) {
      case "latency":
        await sleep(fault.ms + this.#options.random.int(fault.jitterMs + 1));
        return send(to, chunk);
      case "bandwidth":
        await sleep((chunk.length / fault.bytesPerSecond) * 1_000);
        return send(to, chunk);
      case "black-hole":
        connection.isBroken = true;
        return;
      case "slicer":
        return sendInPieces(to, chunk, { ...fault, goesOn: () => this.#fault === fault });
      case "cut":
        return isAnswer ? sendUntilCut(connection, chunk, fault.bytes) : send(to, chunk);
      default:
        return send(to, chunk);
    }
  }
}

function reset({ client, upstream }: Connection): void {
  client.resetAndDestroy();
  upstream.resetAndDestroy();
}

async function send(to: Socket, chunk: Buffer): Promise<void> {
  if (to.destroyed) throw new Error("The other side is gone.");
  if (!to.write(chunk)) await Promise.race([once(to, "drain"), once(to, "close")]);
}

interface Slicing {
  bytes: number;
  pauseMs: number;
  /** False once the link has healed: what is left of a large piece then goes in one. */
  goesOn(): boolean;
}

async function sendInPieces(to: Socket, chunk: Buffer, slicing: Slicing): Promise<void> {
  let start = 0;
  for (; start < chunk.length && slicing.goesOn(); start += slicing.bytes) {
    await send(to, chunk.subarray(start, start + slicing.bytes));
    await sleep(slicing.pauseMs);
  }
  if (start < chunk.length) await send(to, chunk.subarray(start));
}

async function sendUntilCut(connection: Connection, chunk: Buffer, bytes: number): Promise<void> {
  const left = Math.max(0, bytes - connection.answeredBytes);
  connection.answeredBytes += chunk.length;
  await send(connection.client, chunk.subarray(0, left));
  if (chunk.length <= left) return;
  connection.client.destroySoon();
  connection.upstream.destroy();
}
