// Addresses that do not work as an address should: faults that happen before there is a request. What
// gets through nevertheless reaches the simulator, so that a client which does not check is found out.
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { FaultDeclaration } from "./fault-parameters.ts";
import { makeCertificate } from "./self-made-certificate.ts";

interface FaultyAddress extends FaultDeclaration {
  open(app: FastifyInstance): Promise<OpenAddress>;
}

interface OpenAddress {
  url: string;
  /** PEM; trust it to see that it fails for the right reason. */
  certificate?: string;
  server?: Server;
}

const dayMs = 86_400_000;

const addresses = {
  "expired-certificate": {
    catalogue: { F34: "https with a certificate that ended yesterday" },
    parameters: [],
    open: (app) => openTls(app, { hostName: "localhost", isForLoopback: true, endsInMs: -dayMs }),
  },
  "wrong-host-certificate": {
    catalogue: { F34: "https with a certificate for another host" },
    parameters: [],
    open: (app) =>
      openTls(app, { hostName: "elsewhere.invalid", isForLoopback: false, endsInMs: dayMs }),
  },
  "refused-address": {
    catalogue: {
      F35: "refuses connections, as the first of two addresses does; the simulator's own is the other. Names that do not resolve need no simulator: use one that ends in `.invalid`",
    },
    parameters: [],
    open: openRefused,
  },
} as const satisfies Record<string, FaultyAddress>;

type AddressKind = keyof typeof addresses;

export const faultyAddresses: Readonly<Record<AddressKind, FaultyAddress>> = addresses;

const orderSchema = z.strictObject({ kind: z.enum(Object.keys(addresses) as AddressKind[]) });

/** `POST {prefix}/addresses` opens one; it stays open as long as the simulator. */
export function registerFaultyAddresses(app: FastifyInstance, prefix: string): void {
  const servers: Server[] = [];
  app.post(`${prefix}/addresses`, async (request, reply) => {
    const parsed = orderSchema.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: parsed.error.message });
    const { server, ...address } = await faultyAddresses[parsed.data.kind].open(app);
    if (server) servers.push(server);
    return reply.code(201).send(address);
  });
  app.addHook("onClose", async () => {
    for (const server of servers) server.close();
  });
}

interface TlsOptions {
  hostName: string;
  isForLoopback: boolean;
  endsInMs: number;
}

async function openTls(app: FastifyInstance, options: TlsOptions): Promise<OpenAddress> {
  const { key, cert } = makeCertificate({
    ...options,
    validFrom: new Date(Date.now() - 30 * dayMs),
    validTo: new Date(Date.now() + options.endsInMs),
  });
  const server = createHttpsServer({ key, cert }, (request, response) => {
    app.routing(request, response);
  });
  return { url: `https://127.0.0.1:${await portOf(server)}`, certificate: cert, server };
}

/** A port that was free a moment ago; nobody listens there now. */
async function openRefused(): Promise<OpenAddress> {
  const server = createServer();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${port}` };
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
