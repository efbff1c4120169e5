// Starts the simulated FreshBooks: its API on loopback, its state in memory, its behaviour as in the README.
import { type SandboxClock, systemSandboxClock } from "../kit/sandbox-clock.ts";
import { listen, type Simulator, shutDown } from "../kit/simulator.ts";
import { registeredScopes } from "./scopes.ts";
import { type Settings, settingsWith } from "./settings.ts";
import { assembleSystem } from "./system.ts";

export interface FreshbooksOptions extends Partial<Settings> {
  /** 0 (the default) takes any free port. */
  port?: number;
  /** Decides ids, tokens and fault draws; 1 when absent. */
  seed?: number;
  clock?: SandboxClock;
}

/**
 * Credentials: clientId, clientSecret, redirectUri, accountId, businessId, and an authorizationCode
 * with all scopes that can be exchanged once within five minutes.
 */
export async function startFreshbooks(options: FreshbooksOptions = {}): Promise<Simulator> {
  const { port, seed = 1, clock = systemSandboxClock, ...overrides } = options;
  const system = assembleSystem({ seed, clock, settings: settingsWith(overrides) });
  const { app, application, owned, tokens } = system;
  const { redirectUri } = application;
  const authorizationCode = tokens.issueCode({ scopes: registeredScopes, redirectUri });
  const url = await listen(app, port);
  return {
    name: "freshbooks",
    url,
    credentials: {
      ...application,
      accountId: owned.accountId,
      businessId: String(owned.businessId),
      authorizationCode,
    },
    close: () => shutDown(app),
  };
}
