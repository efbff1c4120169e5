import { afterEach, describe, expect, it } from "vitest";
import { openShop, type ShopOptions, type SimulatedShop } from "./simulated-shop.fixture.ts";

let shop: SimulatedShop;
afterEach(() => shop.close());

async function findings(options: ShopOptions, zone?: string) {
  shop = await openShop(options);
  await shop.shop.placeOrder();
  const settings = { ...shop.context.settings, ...(zone && { timeZone: zone }) };
  return shop.connector.test({ ...shop.context, settings });
}

const finding = (check: string, ok: boolean, detail: RegExp) =>
  expect.objectContaining({ check, ok, detail: expect.stringMatching(detail) });

describe("testing a connection", () => {
  it("proves signing in, reading, writing, the zone and the module, and changes nothing", async () => {
    const found = await findings({});
    expect(found.every(({ ok }) => ok)).toBe(true);
    expect(found.map(({ check }) => check)).toEqual([
      "Sign-in",
      "Reading",
      "Writing",
      "Time zone",
      "Custom fields of orders",
      "Webhooks",
    ]);
    expect(found).toContainEqual(finding("Custom fields of orders", true, /FreshBooks.*\(text\)/));
    const orders = await shop.shop.rows("/rest/ecommerce.order/currentsite?format=json");
    expect(orders).toHaveLength(1);
  });

  it("says when the service is read-only", async () => {
    const found = await findings({ settings: { CMSRESTObjectsReadOnly: true } });
    expect(found).toContainEqual(finding("Writing", false, /read-only/));
  });

  it("names the types that must be allowed, and that polling does without the module", async () => {
    const CMSRESTAllowedObjectTypes = "ecommerce.order; ecommerce.customer";
    const found = await findings({ settings: { CMSRESTAllowedObjectTypes } });
    expect(found).toContainEqual(finding("Reading", false, /ecommerce\.orderitem.*cms\.state/));
    expect(found).toContainEqual(finding("Webhooks", false, /polling/));
  });

  it("Kentico quirk 8: notices that the server runs in another zone", async () => {
    const found = await findings({}, "America/New_York");
    expect(found).toContainEqual(finding("Time zone", false, /America\/New_York does not have/));
  });

  it("Kentico quirk 15: knows custom fields by name alone without global rights", async () => {
    const found = await findings({ asReader: true });
    const detail = /^OrderFreshBooksInvoiceID$/;
    expect(found).toContainEqual(finding("Custom fields of orders", true, detail));
    expect(found).toContainEqual(finding("Writing", false, /may not modify/));
  });

  it("has nothing to find out when the password is wrong", async () => {
    await expect(findings({ password: "wrong" })).rejects.toMatchObject({
      code: "NOT_AUTHENTICATED",
    });
  });
});
