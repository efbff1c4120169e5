import { afterEach, describe, expect, it } from "vitest";
import { listObjects } from "./client.ts";
import { openShop, type ShopOptions, type SimulatedShop } from "./simulated-shop.fixture.ts";

let shop: SimulatedShop;

async function opened(options: ShopOptions = {}): Promise<SimulatedShop> {
  shop = await openShop(options);
  return shop;
}
afterEach(() => shop.close());

const readOrder = (id: string) => shop.order.read.run({ id }, shop.context);

describe("what Kentico's refusals mean to the user", () => {
  it("Kentico quirk 3: a wrong password is told once and never tried again", async () => {
    await opened({ password: "wrong" });
    await expect(readOrder("1")).rejects.toMatchObject({
      code: "NOT_AUTHENTICATED",
      outcome: "auth",
    });
    expect(shop.exchanges).toHaveLength(1);
  });

  it("Kentico quirk 2: an empty 403 comes with the list of its possible causes", async () => {
    await opened({ settings: { CMSRESTAllowedObjectTypes: "ecommerce.customer" } });
    const refusal = expect.objectContaining({
      code: "NOT_PERMITTED",
      hint: expect.stringMatching(/read-only.*allowed types.*permissions.*module/s),
    });
    await expect(readOrder("1")).rejects.toEqual(refusal);
  });

  it("an order that does not exist is named", async () => {
    await opened();
    await expect(readOrder("4711")).rejects.toMatchObject({
      code: "RECORD_NOT_FOUND",
      message: "Kentico has no ecommerce.order 4711.",
    });
  });

  it("a site that does not exist points at the setting", async () => {
    await opened({ connection: { siteName: "Nowhere" } });
    const list = listObjects(shop.context, { type: "ecommerce.order", scope: "site" });
    await expect(list).rejects.toMatchObject({
      code: "RECORD_NOT_FOUND",
      hint: expect.stringContaining("site name"),
    });
  });

  it("an HTML page at a place where the service should be points at the address", async () => {
    await opened();
    const list = listObjects(shop.context, { type: "ecommerce.order/all/7", scope: "site" });
    await expect(list).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      hint: expect.stringContaining("without /rest"),
    });
  });

  it("a gateway's HTML page is a passing failure", async () => {
    await opened();
    await shop.fault({ kind: "html-502", count: 1 });
    await expect(readOrder("1")).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      outcome: "transient",
    });
  });

  it("a column that does not exist is a refusal with a pointer to the Event log", async () => {
    await opened();
    const query = { type: "ecommerce.order", scope: "site", columns: ["NoSuchColumn"] } as const;
    await expect(listObjects(shop.context, query)).rejects.toMatchObject({
      code: "REFUSED_BY_SYSTEM",
      hint: expect.stringContaining("Event log"),
    });
  });

  it("an answer that was cut short is read again later", async () => {
    await opened();
    const placed = await shop.shop.placeOrder();
    await shop.fault({ kind: "truncated-body", count: 1 });
    await expect(readOrder(String(placed.id))).rejects.toMatchObject({ outcome: "transient" });
    expect((await readOrder(String(placed.id))).OrderID).toBe(placed.id);
  });

  it("the password is in no record of the calls", async () => {
    await opened({ password: "canary-password-7Q2" });
    await readOrder("1").catch(() => undefined);
    const credentials = Buffer.from("ledgerline:canary-password-7Q2").toString("base64");
    const recorded = JSON.stringify(shop.exchanges);
    expect(recorded).not.toContain("canary-password-7Q2");
    expect(recorded).not.toContain(credentials);
  });

  it("a user of one site reads orders without the global objects", async () => {
    await opened({ asReader: true });
    const placed = await shop.shop.placeOrder();
    expect((await readOrder(String(placed.id))).OrderID).toBe(placed.id);
  });
});
