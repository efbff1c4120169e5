import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Clock } from "../../core/clock.ts";
import { IntegrationError } from "../../core/errors.ts";
import { ReferenceDataCache } from "./reference-data-cache.ts";
import { openShop, type SimulatedShop } from "./simulated-shop.fixture.ts";

let shop: SimulatedShop;
let nowMs = 0;
const clock: Clock = {
  now: () => new Date(nowMs),
  monotonicMs: () => nowMs,
  sleep: async () => undefined,
};

beforeAll(async () => {
  shop = await openShop();
});
beforeEach(() => {
  shop.exchanges.length = 0;
});
afterAll(() => shop.close());

const minutesMs = 60_000;
const context = () => ({ ...shop.context, clock });
const statusReads = () =>
  shop.exchanges.filter(({ url }) => url.includes("ecommerce.orderstatus/currentsite")).length;

it("calls at the same time share one load of the shop's configuration", async () => {
  const cache = new ReferenceDataCache();
  const [first, second] = await Promise.all([cache.get(context()), cache.get(context())]);
  expect(second).toBe(first);
  expect(statusReads()).toBe(1);
});

it("the configuration is read again after three minutes", async () => {
  const cache = new ReferenceDataCache();
  await cache.get(context());
  nowMs += 2 * minutesMs;
  await cache.get(context());
  expect(statusReads()).toBe(1);
  nowMs += 2 * minutesMs;
  await cache.get(context());
  expect(statusReads()).toBe(2);
});

it("something missing is looked for once", async () => {
  const cache = new ReferenceDataCache();
  for (let calls = 0; calls < 3; calls += 1) await cache.get(context(), () => ["status 99"]);
  expect(statusReads()).toBe(2);
});

it("connections do not share what they know", async () => {
  const cache = new ReferenceDataCache();
  await cache.get(context());
  const settings = { ...shop.context.settings, siteName: "DancingGoat" };
  await cache.get({ ...context(), settings });
  expect(shop.exchanges.some(({ url }) => url.includes("orderstatus/site/DancingGoat"))).toBe(true);
});

it("a load that was cancelled for one order does not fail another", async () => {
  const cache = new ReferenceDataCache();
  const cancelled = {
    ...context(),
    http: { send: () => Promise.reject(new IntegrationError("CANCELLED", "Stopped.")) },
  };
  const [first, second] = await Promise.allSettled([cache.get(cancelled), cache.get(context())]);
  expect(first).toMatchObject({ status: "rejected", reason: { code: "CANCELLED" } });
  expect(second.status).toBe("fulfilled");
});

it("keeps both the site's and the global objects (Kentico quirk 7)", async () => {
  const data = await new ReferenceDataCache().get(context());
  const names = [...data.taxClasses.values()].map(({ TaxClassName }) => TaxClassName);
  expect(names).toEqual(expect.arrayContaining(["Food", "Standard", "Sales"]));
});
