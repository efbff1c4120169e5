// A simulated Kentico shop with a connection to it, for the tests of this folder.

import { Agent } from "undici";
import { type KenticoOptions, startKentico } from "../../../sandbox/kentico/server.ts";
import { ShopClient } from "../../../sandbox/kentico/shop-client.fixture.ts";
import type { Connector } from "../../connector-kit/connector.ts";
import type { Entity } from "../../connector-kit/entity.ts";
import type { HttpExchange } from "../../connector-kit/http.ts";
import { createHttpClient } from "../../connector-kit/http-client.ts";
import type { CallContext, Operation } from "../../connector-kit/operation.ts";
import { type Clock, systemClock } from "../../core/clock.ts";
import type { JsonObject } from "../../core/json.ts";
import { createKentico } from "./connector.ts";
import type { KenticoOrder } from "./wire/kentico-order.ts";

export interface ShopOptions extends KenticoOptions {
  /** Settings of the connection that differ from the usual ones. */
  settings?: KenticoOptions["settings"];
  connection?: JsonObject;
  /** Sign in as the user who may only read. */
  asReader?: boolean;
  password?: string;
  clock?: KenticoOptions["clock"];
  platformClock?: Clock;
}

export interface SimulatedShop {
  shop: ShopClient;
  connector: Connector;
  context: CallContext;
  /** Every call the connector made, oldest first. */
  exchanges: HttpExchange[];
  order: { read: Operation<{ id: string }, KenticoOrder>; entity: Entity };
  fault(fault: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

type ReadOrder = Operation<{ id: string }, KenticoOrder>;

export async function openShop(options: ShopOptions = {}): Promise<SimulatedShop> {
  const simulator = await startKentico(options);
  const connector = createKentico();
  const { credentials, url } = simulator;
  const user = options.asReader ? "readerUsername" : "username";
  const settings = connector.settings.parse({
    baseUrl: url,
    username: credentials[user],
    timeZone: options.serverTimeZone ?? "Europe/Prague",
    ...options.connection,
  });
  const password = credentials[options.asReader ? "readerPassword" : "password"] ?? "";
  const dispatcher = new Agent();
  const exchanges: HttpExchange[] = [];
  const { signal } = new AbortController();
  const clock = options.platformClock ?? systemClock;
  const { auth } = connector;
  if (auth.kind !== "static") throw new TypeError("Kentico signs in with Basic authentication.");
  const http = createHttpClient({
    baseUrl: connector.baseUrl(settings),
    dispatcher,
    authorize: async () => auth.headers(settings, { password: options.password ?? password }),
    limits: connector.limits,
    clock,
    signal,
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const entity = connector.entities["order"];
  if (!entity?.read) throw new TypeError("The connector reads orders.");
  return {
    shop: new ShopClient(simulator),
    connector,
    context: { http, settings, clock, signal },
    exchanges,
    order: { read: entity.read as unknown as ReadOrder, entity },
    fault: async (fault) => {
      await fetch(`${url}/_control/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fault),
      });
    },
    close: async () => {
      await dispatcher.destroy();
      await simulator.close();
    },
  };
}
