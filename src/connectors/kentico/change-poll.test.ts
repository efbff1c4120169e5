import { afterEach, describe, expect, it } from "vitest";
import { manualSandboxClock } from "../../../sandbox/kit/manual-clock.fixture.ts";
import type { PollPage, PollTrigger } from "../../connector-kit/trigger.ts";
import type { JsonObject } from "../../core/json.ts";
import { openShop, type ShopOptions, type SimulatedShop } from "./simulated-shop.fixture.ts";

let shop: SimulatedShop;
afterEach(() => shop.close());

const minuteMs = 60_000;

async function openedAt(instant: string, options: ShopOptions = {}) {
  const clock = manualSandboxClock(new Date(instant));
  shop = await openShop({ ...options, clock });
  return clock;
}

function trigger(entity: string): PollTrigger {
  const found = shop.connector.polls.find((poll) => poll.entity === entity);
  if (!found) throw new TypeError(`Nothing polls ${entity}.`);
  return found;
}

const poll = (cursor: JsonObject | null, entity = "order") =>
  trigger(entity).poll(cursor, shop.context);
const ids = ({ events }: PollPage) => events.map(({ entityId }) => Number(entityId));

/** All pages from a cursor on. */
async function pollAll(cursor: JsonObject | null): Promise<{ ids: number[]; cursor: JsonObject }> {
  const found: number[] = [];
  let next = cursor;
  for (let pages = 0; pages < 20; pages += 1) {
    const page = await poll(next);
    found.push(...ids(page));
    next = page.cursor;
    if (!page.hasMore) return { ids: found, cursor: next };
  }
  throw new TypeError("The poll does not come to an end.");
}

describe("polling a shop for changed orders", () => {
  it("tells of an order once it changed, with a key that repeats with the change", async () => {
    await openedAt("2024-11-02T22:41:07.193Z");
    const placed = await shop.shop.placeOrder();
    const page = await poll(null);
    expect(page.events).toEqual([
      {
        dedupeKey: `poll:${placed.guid}:2024-11-02T23:41:07.193+01:00`,
        type: "order.updated",
        entity: "order",
        entityId: String(placed.id),
        time: "2024-11-02T22:41:07.193Z",
        data: expect.objectContaining({ OrderID: placed.id, OrderGUID: placed.guid }),
      },
    ]);
    const again = await poll(page.cursor);
    expect(again.events.map(({ dedupeKey }) => dedupeKey)).toEqual([page.events[0]?.dedupeKey]);
  });

  it("begins with the newest changes, not with the whole history of the shop", async () => {
    const clock = await openedAt("2024-06-01T10:00:00Z");
    await shop.shop.placeOrder();
    clock.advance(60 * minuteMs);
    const recent = await shop.shop.placeOrder();
    expect(ids(await poll(null))).toEqual([recent.id]);
  });

  it("begins where the user says", async () => {
    const connection = { pollFrom: "2024-06-01T13:30" };
    const clock = await openedAt("2024-06-01T11:00:00Z", { connection });
    await shop.shop.placeOrder();
    const before = await poll(null);
    expect(ids(before)).toEqual([]);
    expect(ids(await poll(before.cursor))).toEqual([]);
    clock.advance(60 * minuteMs);
    const later = await shop.shop.placeOrder();
    expect(ids(await poll(before.cursor))).toEqual([later.id]);
  });

  it("finds the first order of a shop that had none", async () => {
    await openedAt("2024-06-01T10:00:00Z");
    const empty = await poll(null);
    expect(empty).toMatchObject({ events: [], hasMore: false });
    const placed = await shop.shop.placeOrder();
    expect(ids(await poll(empty.cursor))).toEqual([placed.id]);
  });

  it("walks through pages, also when many orders changed in the same millisecond", async () => {
    await openedAt("2024-06-01T10:00:00Z");
    const placed = [];
    for (let count = 0; count < 230; count += 1) placed.push((await shop.shop.placeOrder()).id);
    const { ids: found } = await pollAll(null);
    expect([...found].sort((a, b) => a - b)).toEqual(placed);
  });

  it("reads the last five minutes again, for transactions that committed late", async () => {
    const clock = await openedAt("2024-06-01T10:00:00Z");
    const early = await shop.shop.placeOrder();
    clock.advance(4 * minuteMs);
    const late = await shop.shop.placeOrder();
    const { cursor } = await poll(null);
    expect(ids(await poll(cursor))).toEqual([early.id, late.id]);
    clock.advance(2 * minuteMs);
    const next = await shop.shop.placeOrder();
    expect(ids(await poll((await poll(cursor)).cursor))).toEqual([late.id, next.id]);
  });

  it("Kentico quirk 8: misses nothing when the server's clock falls back an hour", async () => {
    const clock = await openedAt("2024-10-27T00:58:00Z"); // 02:58 summer time in Prague
    const summer = await shop.shop.placeOrder();
    const { cursor } = await poll(null);
    clock.advance(7 * minuteMs); // 02:05 winter time: an older wall time than the order before
    const winter = await shop.shop.placeOrder();
    expect(ids(await poll(cursor))).toEqual([winter.id, summer.id]);
  });

  it("says so when a cursor is not its own", async () => {
    await openedAt("2024-06-01T10:00:00Z");
    await expect(poll({ page: 3 })).rejects.toMatchObject({ code: "REQUEST_INVALID" });
  });
});

describe("polling for changed customers and products", () => {
  it("sees guests of the site and registered customers, who belong to no site", async () => {
    const clock = await openedAt("2024-06-01T10:00:00Z");
    const empty = await poll(null, "customer");
    clock.advance(minuteMs);
    await shop.shop.placeOrder();
    const customer = { firstName: "Bo", lastName: "Berg", email: "bo@example.com" };
    await shop.shop.placeOrder({ customer: { ...customer, registered: true } });
    const page = await poll(empty.cursor, "customer");
    expect(page.events.map(({ type }) => type)).toEqual(["customer.updated", "customer.updated"]);
  });

  it("does without the global ones where the user may not see them", async () => {
    await openedAt("2024-06-01T10:00:00Z", { asReader: true });
    const page = await poll(null, "item");
    expect(page.events.length).toBeGreaterThan(0);
    expect(page.events.every(({ type }) => type === "item.updated")).toBe(true);
  });
});
