// What every simulator is to its users: an address, credentials and an end.
import type { FastifyInstance } from "fastify";

export interface Simulator {
  name: string;
  /** Base address without a trailing slash, such as `http://127.0.0.1:40123`. */
  url: string;
  /** For requests from within this process, without a socket. */
  app: FastifyInstance;
  credentials: Record<string, string>;
  close(): Promise<void>;
}

/** Where a simulator is to be found. */
export interface Whereabouts {
  /** Of loopback; 0 (the default) takes any free one. */
  port?: number;
  /** Takes this for its address and listens nowhere: it is asked in its own process only. */
  address?: string;
}

/** Makes it ready to be asked; gives the base address. */
export async function openAt(app: FastifyInstance, where: Whereabouts): Promise<string> {
  if (where.address !== undefined) {
    await app.ready();
    return where.address;
  }
  const url = await app.listen({ host: "127.0.0.1", port: where.port ?? 0 });
  return url.replace(/\/$/, "");
}

/** Ends the server without waiting for clients that keep their connections open. */
export async function shutDown(app: FastifyInstance): Promise<void> {
  const closing = app.close();
  app.server.closeAllConnections();
  await closing;
}
