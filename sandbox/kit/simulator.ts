// What every simulator is to its users: an address, credentials and an end.
import type { FastifyInstance } from "fastify";

export interface Simulator {
  name: string;
  /** Base address without a trailing slash, such as `http://127.0.0.1:40123`. */
  url: string;
  credentials: Record<string, string>;
  close(): Promise<void>;
}

/** Binds to loopback only; port 0 (the default) takes any free one. Returns the base address. */
export async function listen(app: FastifyInstance, port = 0): Promise<string> {
  const url = await app.listen({ host: "127.0.0.1", port });
  return url.replace(/\/$/, "");
}

/** Ends the server without waiting for clients that keep their connections open. */
export async function shutDown(app: FastifyInstance): Promise<void> {
  const closing = app.close();
  app.server.closeAllConnections();
  await closing;
}
