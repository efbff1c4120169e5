import { describe, expect, it } from "vitest";
import { kindOf, parseFlow, stepKinds } from "./document.ts";

const smallest = `
flow: copy-customers
title: Copy customers
roles: { store: [kentico], books: [freshbooks] }
on: { events: [customer.*], from: store }
steps:
  - read: customer
    from: store
    as: customer
  - write: customer
    to: books
    from: customer
`;

function refusal(message: RegExp) {
  return expect.objectContaining({
    code: "CONFIGURATION_INVALID",
    message: expect.stringMatching(message),
  });
}

describe("a flow document", () => {
  it("is read from YAML, with what it leaves out filled in", () => {
    const flow = parseFlow(smallest);
    expect(flow).toMatchObject({ flow: "copy-customers", description: "", parameters: {} });
    expect(flow.steps.map(kindOf)).toEqual(["read", "write"]);
    expect(flow.steps[1]).toMatchObject({ match: "link", update: "always" });
  });

  it("is the same when it was stored and read again", () => {
    const flow = parseFlow(smallest);
    expect(parseFlow(JSON.parse(JSON.stringify(flow)))).toEqual(flow);
  });

  it.each([
    [
      "a name with spaces",
      "flow: copy-customers",
      "flow: Copy Customers",
      /at flow: use lower case/,
    ],
    ["no title", "title: Copy customers", "", /at title:/],
    ["an event without its message", "customer.*", "created", /at on\.events\.0:/],
    ["a role nobody can play", "store: [kentico]", "store: []", /at roles\.store:/],
    ["a key nobody knows", "title: Copy", "colour: red\ntitle: Copy", /colour/],
    ["a step of no kind", "read: customer", "fetch: customer", /at steps\.0/],
    ["no steps at all", /steps:[\s\S]*/, "steps: []", /at steps:/],
  ])("with %s is refused, naming the place", (_, from, to, message) => {
    expect(() => parseFlow(smallest.replace(from, to))).toThrow(refusal(message));
  });

  it("with two kinds in one step is refused", () => {
    const twofold = smallest.replace("to: books", "to: books\n    emit: customer.synced");
    expect(() => parseFlow(twofold)).toThrow(refusal(/at steps\.1/));
  });

  it("keeps nested steps of a split", () => {
    const flow = parseFlow({
      flow: "payments",
      title: "Payments",
      roles: { store: ["kentico"], books: ["freshbooks"] },
      on: { events: ["order.paid"], from: "store" },
      steps: [
        { read: "order", from: "store", as: "order" },
        { split: "order", as: "part", steps: [{ emit: "order.seen", of: "part" }] },
      ],
    });
    expect(flow.steps[1]).toMatchObject({ steps: [{ emit: "order.seen", of: "part" }] });
  });

  it("knows every kind of step it can hold", () => {
    expect(new Set(stepKinds).size).toBe(stepKinds.length);
    const none = () => kindOf({} as never);
    expect(none).toThrow(expect.objectContaining({ code: "UNEXPECTED" }));
  });
});
