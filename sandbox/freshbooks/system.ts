// Puts the parts of the simulated FreshBooks together: its world, its accounts and the routes of each family.
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { type CallLog, installCallLog } from "../kit/call-log.ts";
import { installFaults } from "../kit/faults.ts";
import type { Outside } from "../kit/outside.ts";
import type { SandboxClock } from "../kit/sandbox-clock.ts";
import { type SeededRandom, seededRandom } from "../kit/seeded-random.ts";
import type { AccessControl } from "./access.ts";
import { type Account, type AccountIdentity, openAccount, type World } from "./account.ts";
import { registerResource } from "./accounting-resource.ts";
import { billPayments } from "./bill-payments.ts";
import { billVendors } from "./bill-vendors.ts";
import { bills } from "./bills.ts";
import { registerCallbacks } from "./callbacks.ts";
import { clients } from "./clients.ts";
import { registerConsent } from "./consent.ts";
import { registerControl } from "./control.ts";
import { creditNotes } from "./credit-notes.ts";
import { errorBodyOfStatus, errorInSuccess } from "./envelope.ts";
import { expenseCategories, seedCategories } from "./expense-categories.ts";
import { expenses } from "./expenses.ts";
import { installConventions } from "./http-conventions.ts";
import { registerIdentity } from "./identity.ts";
import { registerInvoiceLinks } from "./invoice-links.ts";
import { invoices } from "./invoices.ts";
import { items } from "./items.ts";
import { registerJournalEntries } from "./journal-entries.ts";
import { registerOAuth } from "./oauth.ts";
import { type OAuthApplication, registerApplication } from "./oauth-application.ts";
import { payments } from "./payments.ts";
import type { Settings } from "./settings.ts";
import { taxes } from "./taxes.ts";
import { TokenStore } from "./token-store.ts";
import { WebhookSender } from "./webhook-sender.ts";

export interface System {
  app: FastifyInstance;
  world: World;
  owned: Account;
  asClient: Account;
  application: OAuthApplication;
  tokens: TokenStore;
  sender: WebhookSender;
  log: CallLog;
}

export interface SystemOptions {
  seed: number;
  clock: SandboxClock;
  outside: Outside;
  settings: Settings;
}

export function assembleSystem(options: SystemOptions): System {
  const app = Fastify({ bodyLimit: 10 * 1024 * 1024 });
  const system = { app, ...createWorld(app, options) };
  installConventions(app, system.world);
  registerRoutes(system, options.settings);
  app.addHook("onClose", async () => system.sender.outbox.close());
  return system;
}

function createWorld(app: FastifyInstance, options: SystemOptions): Omit<System, "app"> {
  const { clock } = options;
  const random = seededRandom(options.seed);
  const settings = { ...options.settings };
  const log = installCallLog(app, clock);
  const errorBody = (status: number, request: FastifyRequest) =>
    errorBodyOfStatus(request, settings, status);
  // Chance of its own, so that faults by chance leave ids and tokens as they are.
  const chance = seededRandom(options.seed + 1);
  const faults = installFaults(app, { random: chance, clock, errorBody, errorInSuccess });
  const sender = new WebhookSender(faults, options.outside);
  const world: World = {
    settings,
    clock,
    random,
    faults,
    revision: 0,
    emit: (account, event, objectId) => sender.announce(account, event, objectId),
  };
  return {
    world,
    log,
    sender,
    tokens: new TokenStore({ clock, random, settings: () => settings }),
    application: registerApplication(random),
    owned: newAccount(world, { businessName: "Sandbox Goods", role: "admin", businessId: 6_543 }),
    asClient: newAccount(world, { businessName: "A Supplier", role: "client", businessId: 6_544 }),
  };
}

function newAccount(
  world: World,
  named: Pick<Account, "businessName" | "role" | "businessId">,
): Account {
  const { random } = world;
  const accountId = accountIdFrom(random);
  return openBooks(world, { ...named, accountId, businessUuid: random.uuid() });
}

/** Empty but for the categories every account comes with. */
function openBooks(world: World, identity: AccountIdentity): Account {
  const account = openAccount(world, identity);
  seedCategories(account);
  return account;
}

/** Six letters and digits, such as `Zyq04o`. */
function accountIdFrom(random: SeededRandom): string {
  const letters = [..."ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"];
  const digits = [..."0123456789"];
  const pick = (list: readonly string[], count: number) =>
    Array.from({ length: count }, () => random.pick(list)).join("");
  return `${pick(letters, 3)}${pick(digits, 2)}${pick(letters, 1)}`;
}

function registerRoutes(system: System, startSettings: Settings): void {
  const { app, world, owned, asClient, tokens, application, sender } = system;
  const accounts = new Map([owned, asClient].map((account) => [account.accountId, account]));
  const control = { tokens, accounts };
  registerConsent(app, { application, tokens, settings: () => world.settings });
  registerOAuth(app, { application, tokens });
  const businessUuid = world.random.uuid();
  const withoutAccount = { businessId: 6_545, businessUuid, name: "Side Project" };
  registerIdentity(app, control, { owned, asClient, withoutAccount });
  registerBooks(app, control);
  registerCallbacks(app, { control, sender });
  registerControl(app, { ...system, reset: () => reset(system, startSettings) });
}

function registerBooks(app: FastifyInstance, control: AccessControl): void {
  registerResource(app, control, clients);
  registerResource(app, control, invoices);
  registerInvoiceLinks(app, control);
  registerResource(app, control, payments);
  registerResource(app, control, items);
  registerResource(app, control, taxes);
  registerResource(app, control, creditNotes);
  registerResource(app, control, expenseCategories);
  registerResource(app, control, expenses);
  registerResource(app, control, billVendors);
  registerResource(app, control, bills);
  registerResource(app, control, billPayments);
  registerJournalEntries(app, control);
}

/** Tokens stay valid, so that a connected client can go on with empty books. */
function reset(system: System, startSettings: Settings): void {
  const { world, owned, asClient, sender, log } = system;
  Object.assign(world.settings, startSettings);
  Object.assign(owned, openBooks(world, owned));
  Object.assign(asClient, openBooks(world, asClient));
  world.faults.disarm();
  sender.attempts = [];
  log.clear();
}
