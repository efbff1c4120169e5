// Starts the simulated FreshBooks: its API on loopback, its state in memory, its behaviour as in the README.
import { type Outside, realOutside } from "../kit/outside.ts";
import { type SandboxClock, systemSandboxClock } from "../kit/sandbox-clock.ts";
import { openAt, type Simulator, shutDown, type Whereabouts } from "../kit/simulator.ts";
import { registeredScopes } from "./scopes.ts";
import { type Settings, settingsWith } from "./settings.ts";
import { assembleSystem } from "./system.ts";

export interface FreshbooksOptions extends Partial<Settings>, Whereabouts {
  /** Decides ids, tokens and fault draws; 1 when absent. */
  seed?: number;
  clock?: SandboxClock;
  outside?: Outside;
}

/**
 * Credentials: clientId, clientSecret, redirectUri, accountId, businessId, and an authorizationCode
 * with all scopes that can be exchanged once within five minutes.
 */
export async function startFreshbooks(options: FreshbooksOptions = {}): Promise<Simulator> {
  const { port, address, seed = 1, clock = systemSandboxClock, ...others } = options;
  const { outside = realOutside, ...overrides } = others;
  const system = assembleSystem({ seed, clock, outside, settings: settingsWith(overrides) });
  const { app, application, owned, tokens } = system;
  const { redirectUri } = application;
  const authorizationCode = tokens.issueCode({ scopes: registeredScopes, redirectUri });
  const url = await openAt(app, { port, address });
  return {
    name: "freshbooks",
    url,
    app,
    credentials: {
      ...application,
      accountId: owned.accountId,
      businessId: String(owned.businessId),
      authorizationCode,
    },
    close: () => shutDown(app),
  };
}
