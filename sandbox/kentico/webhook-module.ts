// Our module inside the shop: turns the product's events into webhooks (contract: reference section 8).
// A checkout is announced once it is committed; everything else as it is saved.
import type { FaultSwitchboard } from "../kit/fault-switchboard.ts";
import type { Outside } from "../kit/outside.ts";
import { textOf } from "./order-view.ts";
import type { CommerceEvent, Shop } from "./shop.ts";
import { type Actor, idOf, type ObjectEvent, type Row } from "./tables.ts";
import { WebhookCoalescer } from "./webhook-coalescer.ts";
import { WebhookSender } from "./webhook-sender.ts";
import { customerSnapshot, orderSnapshot, utc } from "./webhook-snapshot.ts";

const VERSION = "13.0.131";
const INSTANCE = "shop-admin.example.com";

/** The first word of the event types about an object type. */
const SUBJECTS: Readonly<Record<string, string>> = {
  "ecommerce.order": "order",
  "ecommerce.customer": "customer",
  "ecommerce.sku": "product",
};

interface Announcement {
  /** Event type, such as `order.created`. */
  type: string;
  objectType: string;
  row: Row;
  actor: Actor;
  changed?: readonly string[];
  /** More members of `data`. */
  extra?: Record<string, unknown>;
}

export class WebhookModule {
  readonly sender: WebhookSender;
  private readonly shop: Shop;
  private readonly coalescer: WebhookCoalescer;

  constructor(shop: Shop, faults: FaultSwitchboard, outside: Outside) {
    this.shop = shop;
    this.coalescer = new WebhookCoalescer(outside);
    this.sender = new WebhookSender(shop, faults, outside);
    shop.onCommerceEvent((event) => this.onCommerceEvent(event));
    shop.tables.onEvent((event) => this.onObjectEvent(event));
  }

  /** Sends `test.ping` to every subscription that takes it. */
  ping(): void {
    const row = { SiteID: this.shop.siteId };
    const actor: Actor = { userId: null, origin: "admin" };
    this.announce({ type: "test.ping", objectType: "cms.site", row, actor });
  }

  pending(): number {
    return this.coalescer.pending() + this.sender.pending();
  }

  /** Resolves once nothing is gathered and nothing is left to send. */
  async idle(): Promise<void> {
    while (this.pending() > 0) {
      await this.coalescer.idle();
      await this.sender.idle();
    }
  }

  close(): void {
    this.coalescer.close();
    this.sender.close();
  }

  private onCommerceEvent({ name, order, actor }: CommerceEvent): void {
    const type = name === "NewOrderCreated" ? "order.created" : "order.paid";
    this.announce({ type, objectType: "ecommerce.order", row: order, actor });
  }

  private onObjectEvent(event: ObjectEvent): void {
    if (event.type === "ecommerce.address") this.onAddressEvent(event);
    const subject = SUBJECTS[event.type];
    if (subject === undefined) return;
    const isOrder = subject === "order";
    // NewOrderCreated speaks for everything that happened to the order in its checkout.
    if (isOrder && this.shop.isCheckingOut) return;
    const { type: objectType, row, actor } = event;
    if (event.kind === "delete") {
      this.coalescer.remove(this.keyOf(objectType, row));
      this.announce({ type: `${subject}.deleted`, objectType, row, actor });
    } else if (event.kind === "update") {
      if (isOrder && event.changed.includes("OrderStatusID")) this.announceStatus(event);
      this.gather(objectType, row, event);
    } else if (!isOrder) {
      this.announce({ type: `${subject}.created`, objectType, row, actor });
    }
  }

  /** A change in the address book counts as a change of the customer. */
  private onAddressEvent(event: ObjectEvent): void {
    const customerId = Number(event.row["AddressCustomerID"]);
    const customer = this.shop.tables.get("ecommerce.customer", customerId);
    if (customer === undefined || this.shop.isCheckingOut) return;
    this.gather("ecommerce.customer", customer, { ...event, changed: [] });
  }

  private announceStatus({ row, before, actor, changed }: ObjectEvent): void {
    const name = (statusId: unknown) =>
      textOf(this.shop.tables.get("ecommerce.orderstatus", statusId as number), "StatusName");
    const extra = {
      fromStatus: name(before?.["OrderStatusID"]),
      toStatus: name(row["OrderStatusID"]),
    };
    const objectType = "ecommerce.order";
    this.announce({ type: "order.status_changed", objectType, row, actor, changed, extra });
  }

  private gather(objectType: string, row: Row, { changed, actor }: ObjectEvent): void {
    const type = `${SUBJECTS[objectType]}.updated`;
    if (this.subscriptionsFor(type).length === 0) return;
    const id = this.idOf(objectType, row);
    const windowMs = this.shop.settings.webhookCoalesceMs;
    const key = this.keyOf(objectType, row);
    this.coalescer.add(key, { changed, actor, windowMs }, (gathered) => {
      const current = this.shop.tables.get(objectType, id);
      if (current === undefined) return;
      const columns = [...gathered.changed];
      const announcement = { type, objectType, row: current, actor: gathered.actor };
      this.announce({ ...announcement, changed: columns });
    });
  }

  private announce(announcement: Announcement): void {
    for (const subscription of this.subscriptionsFor(announcement.type)) {
      const isOrder = announcement.objectType === "ecommerce.order";
      this.sender.post({
        id: this.shop.chance.uuid(),
        type: announcement.type,
        subject: this.keyOf(announcement.objectType, announcement.row),
        orderId: isOrder ? Number(announcement.row["OrderID"]) : null,
        subscriptionId: Number(subscription["WebhookID"]),
        body: JSON.stringify(this.envelope(announcement, subscription)),
        attempts: 0,
        lastStatus: null,
        deliveredAt: null,
        state: "pending",
      });
    }
  }

  private subscriptionsFor(type: string): Row[] {
    return this.shop.tables.all("ledgerline.webhook").filter((row) => isWanted(row, type));
  }

  private envelope(announcement: Announcement, subscription: Row): Record<string, unknown> {
    const { type, actor, changed = [], extra } = announcement;
    const isFat = subscription["WebhookPayload"] === "fat";
    const snapshot = isFat ? this.snapshot(announcement) : undefined;
    return {
      type,
      timestamp: this.shop.clock.now().toISOString(),
      data: {
        source: this.source(actor),
        object: this.object(announcement),
        actor,
        changed,
        ...extra,
        ...(snapshot && { snapshot }),
      },
    };
  }

  private source(actor: Actor): Record<string, unknown> {
    const { siteName, siteId, serverTimeZone } = this.shop;
    return {
      product: "kentico-xperience",
      version: VERSION,
      instance: INSTANCE,
      site: siteName,
      siteId,
      process: actor.origin === "checkout" ? "livesite" : "admin",
      timeZone: serverTimeZone,
    };
  }

  private object({ objectType, row }: Announcement): Record<string, unknown> {
    const type = this.shop.tables.typeOf(objectType);
    if (type === undefined) return { type: objectType, id: this.shop.siteId };
    return {
      type: objectType,
      id: idOf(type, row),
      guid: row[type.guidColumn ?? ""] ?? null,
      lastModifiedUtc: utc(this.shop, row, type.modifiedColumn ?? ""),
    };
  }

  private snapshot({ objectType, row }: Announcement): Record<string, unknown> | undefined {
    if (objectType === "ecommerce.order") return orderSnapshot(this.shop, row);
    if (objectType === "ecommerce.customer") return { customer: customerSnapshot(row) };
    return undefined;
  }

  private keyOf(objectType: string, row: Row): string {
    return `${objectType}:${this.idOf(objectType, row)}`;
  }

  private idOf(objectType: string, row: Row): number {
    const type = this.shop.tables.typeOf(objectType);
    return type === undefined ? 0 : idOf(type, row);
  }
}

/** An enabled subscription that names the event type, or names none. */
function isWanted(subscription: Row, type: string): boolean {
  if (subscription["WebhookEnabled"] !== true) return false;
  const events = String(subscription["WebhookEvents"] ?? "")
    .split(";")
    .map((event) => event.trim())
    .filter((event) => event !== "");
  return events.length === 0 || events.includes(type);
}
