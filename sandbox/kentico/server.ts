// Starts the stand-in for a Kentico Xperience 13 shop: REST service, webhook module and control API.
import Fastify from "fastify";
import { installCallLog } from "../kit/call-log.ts";
import type { FaultSwitchboard } from "../kit/fault-switchboard.ts";
import { installFaults } from "../kit/faults.ts";
import { type Outside, realOutside } from "../kit/outside.ts";
import { type SandboxClock, systemSandboxClock } from "../kit/sandbox-clock.ts";
import { type SeededRandom, seededRandom } from "../kit/seeded-random.ts";
import { openAt, type Simulator, shutDown, type Whereabouts } from "../kit/simulator.ts";
import { type ControlledShop, registerControl } from "./control.ts";
import { installEventLog } from "./event-log.ts";
import { installOrderEffects } from "./order-effects.ts";
import { RestAccess, type RestUser } from "./rest-access.ts";
import { registerRest } from "./rest-routes.ts";
import { seedShop } from "./seed-data.ts";
import { Shop, type ShopSettings } from "./shop.ts";
import { WebhookModule } from "./webhook-module.ts";

export interface KenticoOptions extends Whereabouts {
  seed?: number;
  clock?: SandboxClock;
  outside?: Outside;
  /** IANA zone whose wall time the shop stores. */
  serverTimeZone?: string;
  siteName?: string;
  settings?: Partial<ShopSettings>;
}

/** What the administration shows to a request that has lost its way; with 200, as it is a page. */
const signInPage = `<!DOCTYPE html>
<html><head><title>Sign in</title></head><body><form method="post">Sign in</form></body></html>
`;

/** Large enough for the product's own JSON limit to speak first. */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Credentials: `username`, `password` (a global administrator), `siteName`, and
 * `readerUsername`, `readerPassword` (may only read, and no `/all`).
 */
export async function startKentico(options: KenticoOptions = {}): Promise<Simulator> {
  const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
  const seed = options.seed ?? 1;
  const clock = options.clock ?? systemSandboxClock;
  const siteName = options.siteName ?? "DancingGoat";
  const users = restUsers(seededRandom(seed));
  const calls = installCallLog(app, clock);
  const faults = installFaults(app, {
    random: seededRandom(seed),
    clock,
    errorBody: () => "",
    errorInSuccess: () => ({ type: "text/html; charset=utf-8", body: signInPage }),
  });
  const build = () => buildShop({ ...options, clock, siteName, seed }, faults);
  let current = build();
  let access = new RestAccess(current.shop, users);
  const reset = () => {
    current.module.close();
    faults.disarm();
    calls.clear();
    current = build();
    access = new RestAccess(current.shop, users);
  };
  registerRest(app, () => ({ shop: current.shop, access }));
  registerControl(app, { current: () => current, calls, reset });
  const url = await openAt(app, options);
  return {
    name: "kentico",
    url,
    app,
    credentials: credentialsOf(users, siteName),
    close: async () => {
      current.module.close();
      await shutDown(app);
    },
  };
}

function buildShop(
  options: KenticoOptions & { clock: SandboxClock; siteName: string; seed: number },
  faults: FaultSwitchboard,
): ControlledShop {
  const serverTimeZone = options.serverTimeZone ?? "Europe/Prague";
  const random = seededRandom(options.seed);
  const chance = seededRandom(options.seed + 1);
  const shop = new Shop({ ...options, random, chance, serverTimeZone });
  seedShop(shop);
  const events = installEventLog(shop);
  installOrderEffects(shop);
  return { shop, events, module: new WebhookModule(shop, faults, options.outside ?? realOutside) };
}

function restUsers(random: SeededRandom): [RestUser, RestUser] {
  return [
    {
      id: 65,
      name: "ledgerline",
      password: random.hex(12),
      isGlobalAdministrator: true,
      mayModify: true,
    },
    {
      id: 66,
      name: "reader",
      password: random.hex(12),
      isGlobalAdministrator: false,
      mayModify: false,
    },
  ];
}

function credentialsOf([integration, reader]: [RestUser, RestUser], siteName: string) {
  return {
    username: integration.name,
    password: integration.password,
    siteName,
    readerUsername: reader.name,
    readerPassword: reader.password,
  };
}
