// One shop: its database, its settings and the e-commerce events it raises.
// Everything a checkout, the administration, the REST service and the webhook module share.
import type { SandboxClock } from "../kit/sandbox-clock.ts";
import type { SeededRandom } from "../kit/seeded-random.ts";
import type { OrderRequest } from "./order-request.ts";
import { type Actor, type Row, Tables } from "./tables.ts";

/** The settings keys of the product, plus switches of the stand-in (lower part). */
export interface ShopSettings {
  CMSRESTServiceEnabled: boolean;
  /** 0 everything, 1 objects only, 2 pages only. */
  CMSRESTServiceTypeEnabled: 0 | 1 | 2;
  CMSRESTObjectsReadOnly: boolean;
  /** `;`-separated, empty = all. */
  CMSRESTAllowedObjectTypes: string;
  /** Wrong passwords in a row until the user is locked; 0 = never. */
  CMSMaximumInvalidLogonAttempts: number;
  CMSIncludeTaxInPrices: boolean;
  CMSPriceRounding: "AwayFromZero" | "ToEven";
  /** 0 billing, 1 shipping address. */
  CMSStoreApplyTaxesBasedOn: 0 | 1;
  /** Host names of the site; empty = every host is the site. */
  domainAliases: string[];
  /** How long the webhook module gathers updates of one object. */
  webhookCoalesceMs: number;
  webhookSignature: "valid" | "wrong" | "missing";
  webhookClockSkewSeconds: number;
}

export interface CommerceEvent {
  name: "NewOrderCreated" | "OrderPaid";
  order: Row;
  actor: Actor;
}

export interface ShopOptions {
  clock: SandboxClock;
  /** Draws the GUIDs of rows, and nothing else: reading the shop doesn't change the next order. */
  random: SeededRandom;
  /** Draws everything else. */
  chance: SeededRandom;
  siteName: string;
  serverTimeZone: string;
  settings?: Partial<ShopSettings>;
}

const SITE_ID = 1;

const settingsOfANewSite: ShopSettings = {
  CMSRESTServiceEnabled: true,
  CMSRESTServiceTypeEnabled: 0,
  CMSRESTObjectsReadOnly: false,
  CMSRESTAllowedObjectTypes: "",
  CMSMaximumInvalidLogonAttempts: 0,
  CMSIncludeTaxInPrices: false,
  CMSPriceRounding: "AwayFromZero",
  CMSStoreApplyTaxesBasedOn: 0,
  domainAliases: [],
  webhookCoalesceMs: 2_000,
  webhookSignature: "valid",
  webhookClockSkewSeconds: 0,
};

export class Shop {
  readonly siteId = SITE_ID;
  readonly siteName: string;
  readonly serverTimeZone: string;
  readonly clock: SandboxClock;
  readonly random: SeededRandom;
  readonly chance: SeededRandom;
  readonly tables: Tables;
  readonly settings: ShopSettings;
  /** What each order was placed with, by its id; edits change it. */
  readonly requests = new Map<number, OrderRequest>();
  private openCheckouts = 0;
  private readonly listeners: ((event: CommerceEvent) => void)[] = [];

  constructor(options: ShopOptions) {
    this.siteName = options.siteName;
    this.serverTimeZone = options.serverTimeZone;
    this.clock = options.clock;
    this.random = options.random;
    this.chance = options.chance;
    this.tables = new Tables(options);
    this.settings = { ...settingsOfANewSite, ...options.settings };
  }

  /** True inside a checkout's transaction. */
  get isCheckingOut(): boolean {
    return this.openCheckouts > 0;
  }

  /** Runs the part of a checkout that nobody sees before it is complete. */
  transaction<T>(work: () => T): T {
    this.openCheckouts += 1;
    try {
      return work();
    } finally {
      this.openCheckouts -= 1;
    }
  }

  onCommerceEvent(listener: (event: CommerceEvent) => void): void {
    this.listeners.push(listener);
  }

  raise(event: CommerceEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
