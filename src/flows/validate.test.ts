import { describe, expect, it } from "vitest";
import { type FlowDocument, parseFlow } from "./document.ts";
import { listTemplates } from "./templates.ts";
import { validateFlow } from "./validate.ts";

const read = { read: "order", from: "store", as: "order" };

function flowOf(steps: object[], changes: object = {}): FlowDocument {
  return parseFlow({
    flow: "orders",
    title: "Orders",
    roles: { store: ["kentico"], books: ["freshbooks"] },
    on: { events: ["order.created"], from: "store" },
    steps,
    ...changes,
  });
}

function refusal(message: string) {
  return expect.objectContaining({
    code: "CONFIGURATION_INVALID",
    message: expect.stringContaining(message),
  });
}

describe("a flow that cannot work is refused before it is saved", () => {
  it.each<[string, object[], string]>([
    [
      "a message that does not exist",
      [{ read: "basket", from: "store", as: "order" }],
      'steps[0].read: "basket" is not a message',
    ],
    [
      "a role the flow does not have",
      [read, { write: "customer", to: "erp", from: "order" }],
      'steps[1].write: "erp" is not a role of the flow',
    ],
    [
      "a name that no earlier step gives",
      [{ write: "customer", to: "books", from: "order" }, read],
      'steps[0].write: no earlier step gives "order"',
    ],
    [
      "a name that only exists inside a split",
      [
        read,
        { split: "order", as: "part", steps: [{ emit: "order.seen", of: "part" }] },
        { emit: "order.seen", of: "part" },
      ],
      'steps[2].emit: no earlier step gives "part"',
    ],
    [
      "a mistake inside a split",
      [read, { split: "order", as: "part", steps: [{ write: "part", to: "books", from: "part" }] }],
      'steps[1].split[0].write: "part" is not a message',
    ],
    [
      "a condition that is no expression",
      [read, { filter: "order.status ==", reason: "It is open." }],
      "steps[1].filter",
    ],
    [
      "a condition over a name that is not known yet",
      [{ filter: 'order.status == "paid"', reason: "It is open." }, read],
      "steps[0].filter",
    ],
    [
      "an action of a message that does not exist",
      [read, { call: "basket.void", to: "books", of: "order" }],
      'steps[1].call: "basket" is not a message',
    ],
    [
      "an approval of only a part of what a run writes",
      [read, { split: "order", as: "part", steps: [{ approve: "part" }] }],
      "steps[1].split[0].approve: the steps of a split cannot wait for approval",
    ],
    [
      "an approval of something that was not read",
      [{ approve: "order" }, read],
      'steps[0].approve: no earlier step gives "order"',
    ],
    ["a check that does not exist", [read, { check: "spelling", of: "order" }], '"spelling"'],
    [
      "a translator that does not exist",
      [read, { write: "invoice", to: "books", from: "order", by: "magic" }],
      '"magic"',
    ],
    [
      "a translator of another kind",
      [read, { split: "order", by: "invoice-from-order", as: "part", steps: [read] }],
      '"invoice-from-order"',
    ],
  ])("%s", (_, steps, message) => {
    expect(() => validateFlow(flowOf(steps))).toThrow(refusal(message));
  });

  it("a trigger that comes from nowhere", () => {
    const flow = flowOf([read], { on: { events: ["order.created"], from: "shop" } });
    expect(() => validateFlow(flow)).toThrow(refusal('on.from: "shop" is not a role of the flow'));
  });
});

describe("a flow that works", () => {
  it("may use the event, parameters, what was read, and whether anything changed", () => {
    const steps = [
      { filter: 'event.type != "order.deleted"', reason: "It is gone." },
      read,
      { filter: "order.status in params.statuses", reason: "Not yet." },
      { emit: "order.seen", of: "event", when: "run.changed" },
    ];
    expect(() => validateFlow(flowOf(steps))).not.toThrow();
  });

  it("is every template that comes along", () => {
    const templates = listTemplates();
    expect(templates.map(({ flow }) => flow)).toContain("order-to-invoice");
    for (const template of templates) validateFlow(template);
  });
});
