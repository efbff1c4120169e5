// Items and taxes against the simulated FreshBooks.

import { afterEach, beforeEach, expect, test } from "vitest";
import { connectToSandbox, type SandboxConnection } from "../sandbox-connection.fixture.ts";
import type { ItemDraft } from "../wire/item.ts";
import { createItem } from "./create-item.ts";
import { createTax } from "./create-tax.ts";
import { findItemsBySku } from "./find-items-by-sku.ts";
import { findTaxByName } from "./find-tax-by-name.ts";
import { listTaxes } from "./list-taxes.ts";
import { readItem } from "./read-item.ts";
import { updateItem } from "./update-item.ts";

let sandbox: SandboxConnection;

beforeEach(async () => {
  sandbox = await connectToSandbox();
});
afterEach(() => sandbox.close());

const coffee: ItemDraft = {
  name: "Ethiopia 250 g",
  sku: "ETH-1",
  unit_cost: { amount: "12.95", code: "USD" },
};

test("an item is created, found by its SKU, changed and read", async () => {
  const { id } = await createItem.run(coffee, sandbox.context);
  await createItem.run({ ...coffee, sku: "ETH-11" }, sandbox.context);
  expect(await findItemsBySku.run(coffee, sandbox.context)).toMatchObject([{ id }]);
  const draft = { ...coffee, name: "Ethiopia 500 g" };
  await updateItem.run({ id: String(id), draft }, sandbox.context);
  const read = await readItem.run({ id: String(id) }, sandbox.context);
  expect(read).toMatchObject({ name: "Ethiopia 500 g", unit_cost: { amount: "12.95" } });
});

test("quirk 2: a plan without items says so with HTTP 200, and it is no empty list", async () => {
  await sandbox.control("settings", { gates: ["items"] });
  const refused = { code: "NOT_PERMITTED", message: expect.stringContaining("access to items") };
  await expect(findItemsBySku.run(coffee, sandbox.context)).rejects.toMatchObject(refused);
  await expect(createItem.run(coffee, sandbox.context)).rejects.toMatchObject(refused);
});

test("a tax is created once and found by its whole name", async () => {
  await createTax.run({ name: "VAT", amount: "20" }, sandbox.context);
  await createTax.run({ name: "VAT reduced", amount: "5.5" }, sandbox.context);
  expect(await findTaxByName.run({ name: "VAT" }, sandbox.context)).toMatchObject([
    { name: "VAT", amount: "20" },
  ]);
  expect(await listTaxes.run({}, sandbox.context)).toHaveLength(2);
  const again = createTax.run({ name: "VAT", amount: "20" }, sandbox.context);
  await expect(again).rejects.toMatchObject({ details: { problems: [{ errno: 1026 }] } });
});
