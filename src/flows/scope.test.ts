import { describe, expect, it } from "vitest";
import { lookupTablesOf } from "../mapping/lookup-tables.ts";
import type { FlowSystems } from "./ports.ts";
import { holds, messageOf, type StepScope, withMessage } from "./scope.ts";

const source = { role: "store", entity: "order", id: "1042" };

function scopeOf(changes: Partial<StepScope> = {}): StepScope {
  return {
    triggerRole: "store",
    event: { type: "order.created", entity: "order", entityId: "1042" },
    params: { statuses: ["paid", "shipped"], cap: 5 },
    tables: lookupTablesOf({}),
    systems: {} as FlowSystems,
    now: new Date("2026-11-20T10:00:00Z"),
    messages: new Map(),
    records: new Map(),
    progress: { changed: false },
    emit: () => undefined,
    ...changes,
  };
}

const order = { status: "paid", totals: { total: { amount: "100.10", currency: "USD" } } };
const withOrder = withMessage(scopeOf(), "order", { value: order, source, version: null });

describe("a condition", () => {
  it.each([
    ["no condition at all", undefined, true],
    ["the event", 'event.type == "order.created"', true],
    ["a parameter", "order.status in params.statuses", true],
    ["what was read", 'order.status == "cancelled"', false],
    ["money, exactly", "decimal(order.totals.total.amount) == decimal('100.1')", true],
    ["whether something changed", "run.changed", false],
  ])("may ask about %s", (_, condition, expected) => {
    expect(holds(withOrder, condition)).toBe(expected);
  });

  it("sees what the run has changed by now", () => {
    expect(holds(scopeOf({ progress: { changed: true } }), "run.changed")).toBe(true);
  });

  it("that is not about yes or no is refused", () => {
    expect(() => holds(withOrder, "order.status")).toThrow();
  });
});

describe("a message", () => {
  it("is found under the name of the step that read it, and only from then on", () => {
    expect(messageOf(withOrder, "order").value).toBe(order);
    expect(() => messageOf(scopeOf(), "order")).toThrow(
      expect.objectContaining({ message: 'No earlier step reads "order".' }),
    );
  });

  it("named event stands for the record the event is about, without a version", () => {
    expect(messageOf(scopeOf(), "event")).toMatchObject({ source, version: null });
  });

  it("of a part does not show outside of it", () => {
    const outer = scopeOf();
    withMessage(outer, "part", { value: {}, source, version: null });
    expect(outer.messages.size).toBe(0);
  });
});
