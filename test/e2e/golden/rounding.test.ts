import { afterEach, describe, expect, it } from "vitest";
import type { LineInShort } from "../../support/books.ts";
import { deadLettersOf, replay, setBooksConnection, setParams } from "../../support/platform.ts";
import { type NewOrder, places } from "../../support/shop.ts";
import { goldenWorld } from "./golden-world.ts";

const golden = goldenWorld();

type Rounding = "line" | "rate";

/** How the books round tax, and how the connection believes they do. */
async function roundTax(books: Rounding, believed: Rounding = books): Promise<void> {
  await golden.books.configure({ taxRounding: books });
  await setBooksConnection(golden.world, { taxRounding: believed });
}

async function acceptNegativeLines(accepts: boolean): Promise<void> {
  await golden.books.configure({ acceptNegativeLines: accepts });
  await setBooksConnection(golden.world, { acceptNegativeLines: accepts });
}

afterEach(async () => {
  await roundTax("line");
  await acceptNegativeLines(true);
});

interface Scenario {
  title: string;
  order: NewOrder;
  lines: LineInShort[];
  total: string;
  /** What the adjustment line is by how the books round; null for none. */
  adjustment: Record<Rounding, string | null>;
}

/** Tax on 13.35 is 1.10 (1.101375), on 4.45 three times 0.37 (0.367125). */
const threeFilters: NewOrder = {
  lines: [1, 2, 3].map(() => ({ name: "Paper filters", price: "4.45", taxClass: "Sales" })),
  billingAddress: places.austin,
};
const filterLine = ["Paper filters", "1", "4.45", "Sales 8.25 %", "8.25"];

/** 15.00 with 19 % in it: 12.60 becomes 14.99, 12.61 becomes 15.01. */
const unreachablePrice: NewOrder = {
  lines: [{ name: "Mug", price: "15.00", taxClass: "Standard" }],
  billingAddress: places.berlin,
  currency: "EUR",
  pricesIncludeTax: true,
};

/** 9.00, 0.54 and no tax after the discount's shares of 6.00, 1.25 and 0.75; 0.83 on shipping. */
const mixedVat: NewOrder = {
  lines: [
    { name: "Kettle", price: "59.99", taxClass: "Standard" },
    { name: "Brewing handbook", price: "12.50", taxClass: "Reduced" },
    { name: "Printed catalogue", price: "7.49", taxClass: "Zero" },
  ],
  orderDiscount: { name: "Voucher", amount: "8.00" },
  shipping: { option: "Standard", price: "4.95" },
  billingAddress: places.london,
  currency: "GBP",
  pricesIncludeTax: true,
};

const scenarios: Scenario[] = [
  {
    title: "G2: three lines of 4.45 at 8.25 %",
    order: threeFilters,
    lines: [filterLine, filterLine, filterLine],
    total: "14.45 USD",
    adjustment: { line: "-0.01", rate: null },
  },
  {
    title: "G3: 3 x 9.99 with 20 % included",
    order: {
      lines: [{ name: "Mug", quantity: 3, price: "9.99", taxClass: "Standard" }],
      billingAddress: places.london,
      currency: "GBP",
      pricesIncludeTax: true,
    },
    lines: [["Mug", "1", "24.97", "Standard 20 %", "20"]],
    total: "29.97 GBP",
    adjustment: { line: "0.01", rate: "0.01" },
  },
  {
    title: "G4: 15.00 with 19 % included, which no net price gives",
    order: unreachablePrice,
    lines: [["Mug", "1", "12.61", "Standard 19 %", "19"]],
    total: "15.00 EUR",
    adjustment: { line: "-0.01", rate: "-0.01" },
  },
  {
    title: "G5: a discount of 8.00 over lines of three rates and shipping, all with tax included",
    order: mixedVat,
    lines: [
      ["Kettle", "1", "44.99", "Standard 20 %", "20"],
      ["Brewing handbook", "1", "10.71", "Reduced 5 %", "5"],
      ["Printed catalogue", "1", "6.74"],
      ["Standard delivery", "1", "4.12", "Standard 20 %", "20"],
    ],
    total: "76.93 GBP",
    adjustment: { line: "0.01", rate: "0.01" },
  },
  {
    title: "G9: 25.06, 25.61 and 25.63 at 15 %",
    order: {
      lines: ["25.06", "25.61", "25.63"].map((price) => ({ price, taxClass: "Sales" })),
      billingAddress: places.wellington,
    },
    lines: ["25.06", "25.61", "25.63"].map((price) => [
      "Sales product",
      "1",
      price,
      "Sales 15 %",
      "15",
    ]),
    total: "87.75 USD",
    adjustment: { line: "0.01", rate: null },
  },
];

function adjusted({ lines, adjustment }: Scenario, rounding: Rounding): LineInShort[] {
  const amount = adjustment[rounding];
  return amount === null ? lines : [...lines, ["Rounding adjustment", "1", amount]];
}

describe.each<Rounding>(["line", "rate"])("in books that round tax per %s", (rounding) => {
  it.each(scenarios)("$title", async (scenario) => {
    await roundTax(rounding);
    const before = (await golden.books.writes()).length;
    const outcome = await golden.invoiced(scenario.order);
    expect(outcome).toMatchObject({
      lines: adjusted(scenario, rounding),
      total: scenario.total,
      status: "sent",
    });
    // The prediction was right: created once, sent, never changed in between.
    const writes = (await golden.books.writes()).slice(before);
    expect(writes.filter((write) => write.endsWith("invoices"))).toEqual([
      "POST invoices",
      "PUT invoices",
    ]);
  });
});

describe("books that round tax differently than the connection believes", () => {
  it.each(scenarios)("$title: comes to the order's total all the same", async (scenario) => {
    await roundTax("rate", "line");
    const { lines, total, status } = await golden.invoiced(scenario.order);
    expect({ lines, total, status }).toEqual({
      lines: adjusted(scenario, "rate"),
      total: scenario.total,
      status: "sent",
    });
  });

  it("get the adjustment line the prediction had left out", async () => {
    await roundTax("line", "rate");
    const before = (await golden.books.writes()).length;
    const { lines, total, status } = await golden.invoiced(threeFilters);
    expect({ lines, total, status }).toEqual({
      lines: [filterLine, filterLine, filterLine, ["Rounding adjustment", "1", "-0.01"]],
      total: "14.45 USD",
      status: "sent",
    });
    // Created as a draft of 14.46, corrected, then sent.
    expect((await golden.books.writes()).slice(before).slice(-3)).toEqual([
      "POST invoices",
      "PUT invoices",
      "PUT invoices",
    ]);
  });

  it("keep a draft that is a cent off until it is corrected, and only then it is sent", async () => {
    await roundTax("line", "rate");
    const refusal = { method: "PUT", path: "/invoices/invoices" };
    await golden.books.arm({ kind: "server-error", status: 422, route: refusal, count: 1 });
    const order = await golden.shop.place(threeFilters);
    await golden.settle();
    expect(await golden.outcome(order)).toMatchObject({ total: "14.46 USD", status: "draft" });
    const [letter, ...others] = await deadLettersOf(golden.world, order);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ code: "REFUSED_BY_SYSTEM" });

    await replay(golden.world, letter ?? { id: "" });
    expect(await golden.outcome(order)).toMatchObject({ total: "14.45 USD", status: "sent" });
  });
});

describe("a discount as lines of its own over lines of several rates", () => {
  it("G5: takes the tax off that it reduces", async () => {
    await setParams(golden.world, { discountStyle: "lines" });
    const { lines, total } = await golden.invoiced(mixedVat);
    await setParams(golden.world, {});
    expect(lines).toEqual([
      ["Kettle", "1", "49.99", "Standard 20 %", "20"],
      ["Brewing handbook", "1", "11.90", "Reduced 5 %", "5"],
      ["Printed catalogue", "1", "7.49"],
      ["Voucher", "1", "-5.00", "Standard 20 %", "20"],
      ["Voucher", "1", "-1.19", "Reduced 5 %", "5"],
      ["Voucher", "1", "-0.75"],
      ["Standard delivery", "1", "4.12", "Standard 20 %", "20"],
      ["Rounding adjustment", "1", "0.01"],
    ]);
    expect(total).toBe("76.93 GBP");
  });
});

describe("books that refuse negative lines", () => {
  it("G2: get one line of 4.44, which says that it was lowered", async () => {
    await acceptNegativeLines(false);
    const { invoice, lines, total } = await golden.invoiced(threeFilters);
    expect(lines).toEqual([
      ["Paper filters", "1", "4.44", "Sales 8.25 %", "8.25"],
      filterLine,
      filterLine,
    ]);
    expect(total).toBe("14.45 USD");
    expect(invoice.lines[0]?.description).toBe("SKU SKU-Sales; lowered by 0.01");
  });

  it("G4: get 12.60 and an adjustment of +0.01", async () => {
    await acceptNegativeLines(false);
    const { lines, total } = await golden.invoiced(unreachablePrice);
    expect(lines).toEqual([
      ["Mug", "1", "12.60", "Standard 19 %", "19"],
      ["Rounding adjustment", "1", "0.01"],
    ]);
    expect(total).toBe("15.00 EUR");
  });

  it("get net prices although the flow asks for discount lines", async () => {
    await acceptNegativeLines(false);
    await setParams(golden.world, { discountStyle: "lines" });
    const { lines, total } = await golden.invoiced({
      lines: [{ name: "Mug", price: "20.00", taxClass: "Standard" }],
      orderDiscount: { name: "Autumn", percent: "10" },
    });
    await setParams(golden.world, {});
    expect(lines).toEqual([["Mug", "1", "18.00", "Standard 20 %", "20"]]);
    expect(total).toBe("21.60 USD");
  });

  it("are corrected by lowering a line when they round differently than believed", async () => {
    await acceptNegativeLines(false);
    await roundTax("line", "rate");
    const { lines, total, status } = await golden.invoiced(threeFilters);
    expect({ lines, total, status }).toEqual({
      lines: [["Paper filters", "1", "4.44", "Sales 8.25 %", "8.25"], filterLine, filterLine],
      total: "14.45 USD",
      status: "sent",
    });
  });

  it("although the connection says they take them, stop the order until that is set right", async () => {
    await golden.books.configure({ acceptNegativeLines: false });
    const order = await golden.shop.place(threeFilters);
    await golden.settle();
    const [letter] = await deadLettersOf(golden.world, order);
    expect(letter).toMatchObject({ code: "REFUSED_BY_SYSTEM" });
    expect(await golden.books.invoicesNumbered(`K-${order.number}`)).toEqual([]);

    await acceptNegativeLines(false);
    await replay(golden.world, letter ?? { id: "" });
    expect(await golden.outcome(order)).toMatchObject({ total: "14.45 USD", status: "sent" });
  });
});
