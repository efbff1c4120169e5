import { describe, expect, it } from "vitest";
import { setShopConnection } from "../../support/platform.ts";
import type { NewOrder } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const timeZone = "America/Chicago";
const golden = goldenWorld({
  sandbox: { kentico: { serverTimeZone: timeZone } },
  shopSettings: { timeZone },
});

function placedAt(orderDate: string): NewOrder {
  const payment = { completed: true, method: "Card", transactionId: `ch_${orderDate}` };
  return {
    lines: [{ name: "Mug", price: "10.00" }],
    orderDate,
    payment: { ...payment, date: orderDate },
  };
}

async function days(order: NewOrder): Promise<{ invoice: string; payment: string | undefined }> {
  const { invoice } = await golden.invoiced(order);
  const [payment] = await golden.books.payments(invoice);
  return { invoice: invoice.create_date, payment: payment?.date };
}

describe("the day of a document", () => {
  it("G16: is 31 October for an order placed at 23:41 in the shop, 04:41 of 1 November UTC", async () => {
    expect(await days(placedAt("2024-10-31T23:41:07-05:00"))).toEqual({
      invoice: "2024-10-31",
      payment: "2024-10-31",
    });
  });

  it("is 1 November for an order placed half an hour after midnight in the shop", async () => {
    expect(await days(placedAt("2024-11-01T00:11:07-05:00"))).toEqual({
      invoice: "2024-11-01",
      payment: "2024-11-01",
    });
  });

  it("stays 3 November in the hour that the end of summer time repeats", async () => {
    expect(await days(placedAt("2024-11-03T01:30:00-05:00"))).toMatchObject({
      invoice: "2024-11-03",
    });
    expect(await days(placedAt("2024-11-03T01:30:00-06:00"))).toMatchObject({
      invoice: "2024-11-03",
    });
  });

  it("is that of the books' zone where the connection names one", async () => {
    await setShopConnection(golden.world, { booksTimeZone: "America/New_York" });
    expect(await days(placedAt("2024-10-31T23:41:07-05:00"))).toEqual({
      invoice: "2024-11-01",
      payment: "2024-11-01",
    });
  });
});
