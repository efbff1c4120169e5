import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { defineEntity } from "../../connector-kit/entity.ts";
import { defineOperation } from "../../connector-kit/operation.ts";
import { systemClock } from "../../core/clock.ts";
import { IntegrationError } from "../../core/errors.ts";
import { newId, systemRandom } from "../../core/ids.ts";
import { listFindings } from "../../store/findings.ts";
import type { ReferencePosition } from "../../store/known-references.ts";
import { upsertLinks } from "../../store/links.ts";
import type { LiveConnection } from "../live-connection.ts";
import { type Pass, reconcile } from "./reconcile.ts";

const ids = { clock: systemClock, random: systemRandom };
const connectionId = newId(ids);

interface Bill {
  id: string;
  reference: string;
}

/** A system that cannot list what changed: its bills are asked for one by one. */
let bills: Bill[] = [];
let reads: string[] = [];
const billSchema = z.object({ id: z.string(), reference: z.string() });

const billEntity = defineEntity<Bill, Bill>({
  name: "bill",
  canonical: "invoice",
  wire: billSchema,
  idOf: ({ id }) => id,
  mappings: { toCanonical: "bill-to-canonical" },
  referencesOf: ({ reference }) => [reference],
  read: defineOperation({
    id: "test.bill.read",
    title: "Read bill",
    input: z.object({ id: z.string() }),
    output: billSchema,
    idempotency: { kind: "safe" },
    run: async ({ id }) => {
      reads.push(id);
      const bill = bills.find((each) => each.id === id);
      if (bill) return bill;
      throw new IntegrationError("RECORD_NOT_FOUND", "There is no such bill.");
    },
  }),
});

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom("link").execute();
  bills = Array.from({ length: 45 }, (_, index) => billOf(index));
  reads = [];
  for (const { id, reference } of bills) await linkBill(id, reference);
});

function billOf(index: number): Bill {
  const id = String(100 + index);
  return { id, reference: `LL-${id.padStart(12, "0")}` };
}

function linkBill(id: string, reference: string): Promise<void> {
  const from = { fromConnectionId: connectionId, fromEntity: "order", fromId: id };
  const to = { toConnectionId: connectionId, toEntity: "bill", toId: id };
  const known = { contentHash: null, sourceVersion: null, state: "active" as const, data: {} };
  const link = { id: newId(ids), ...from, ...to, ...known, purpose: "bill", reference };
  return upsertLinks(database.db, [link]);
}

function passFrom(position: ReferencePosition | null, onPosition: Pass["onPosition"]): Pass {
  const row = { id: connectionId, status: "active" } as LiveConnection["row"];
  const open = (() => ({})) as unknown as LiveConnection["open"];
  return {
    db: database.db,
    ids,
    live: { row, open } as LiveConnection,
    entity: billEntity,
    signal: new AbortController().signal,
    by: "reconciliation",
    since: new Date(Date.now() - 3_600_000),
    until: new Date(Date.now() + 3_600_000),
    position,
    onPosition,
  };
}

it("a system without a list of changes is compared record by record", async () => {
  bills = bills.filter(({ id }) => id !== "117");
  const result = await reconcile(passFrom(null, async () => {}));
  expect(result).toEqual({ compared: 45, differences: 1 });
  const findings = await listFindings(database.db, { state: "open", limit: 10 });
  expect(findings.map(({ kind, message }) => [kind, message])).toEqual([
    ["missing", "The bill 117 is not there any more."],
  ]);
  bills.push(billOf(17));
  await reconcile(passFrom(null, async () => {}));
  expect(await listFindings(database.db, { state: "open", limit: 10 })).toEqual([]);
});

it("a comparison that was cut short goes on where it was, and asks for no record twice", async () => {
  let reached: ReferencePosition | null = null;
  const cut = reconcile(
    passFrom(null, async (position) => {
      reached = position;
      throw new Error("The process ended.");
    }),
  );
  await expect(cut).rejects.toThrow("The process ended.");
  expect(reads).toHaveLength(20);
  await reconcile(passFrom(reached, async () => {}));
  expect(reads.toSorted()).toEqual(bills.map(({ id }) => id));
});
