import { describe, expect, it } from "vitest";
import { IntegrationError } from "../../core/errors.ts";
import { lookupTablesOf } from "../../mapping/lookup-tables.ts";
import type { ActionRequest, EmittedEvent, FlowSystems, WriteRequest } from "../ports.ts";
import { type StepScope, withMessage } from "../scope.ts";
import { runCall } from "./call.ts";
import { runCheck } from "./check.ts";
import { runEmit } from "./emit.ts";
import { runFilter } from "./filter.ts";
import { runRead } from "./read.ts";
import { runSplit } from "./split.ts";
import { runWrite } from "./write.ts";

const source = { role: "store", entity: "order", id: "1042" };
const customer = { id: "7", email: "ann@example.com", updatedAt: "2026-11-20T09:00:00Z" };

/** Systems that answer as told and remember what they were asked. */
function recordingSystems(answers: { call?: "done" | "unchanged" | "remembered" } = {}) {
  const writes: WriteRequest[] = [];
  const calls: ActionRequest[] = [];
  const systems: FlowSystems = {
    read: async () => customer,
    wasDeleted: async () => false,
    write: async (request) => {
      writes.push(request);
      return { id: `new-${writes.length}`, outcome: "created", warnings: [] };
    },
    call: async (request) => {
      calls.push(request);
      return answers.call ?? "done";
    },
    settings: () => ({}),
  };
  return { systems, writes, calls };
}

function scopeWith(systems: FlowSystems, emitted: EmittedEvent[] = []): StepScope {
  return {
    triggerRole: "store",
    event: { type: "order.created", entity: "order", entityId: "1042" },
    params: {},
    tables: lookupTablesOf({}),
    systems,
    now: new Date("2026-11-20T10:00:00Z"),
    messages: new Map(),
    records: new Map([["invoice", "454001"]]),
    progress: { changed: false },
    emit: (event) => void emitted.push(event),
  };
}

const always = { only: "always", absent: "fail" } as const;

describe("the read step", () => {
  it("fetches the record the event is about, with the instant of its last change as its version", async () => {
    const { systems } = recordingSystems();
    const result = await runRead(
      { read: "customer", from: "store", as: "buyer" },
      scopeWith(systems),
    );
    expect(result.scope.messages.get("buyer")).toEqual({
      value: customer,
      source: { role: "store", entity: "customer", id: "1042" },
      version: "2026-11-20T09:00:00Z",
    });
    expect(result.effect).toBe("none");
  });

  const read = { read: "customer", from: "store", as: "buyer" } as const;
  const missing: FlowSystems["read"] = async () => {
    throw new IntegrationError("RECORD_NOT_FOUND", "There is no customer 1042.");
  };

  it("ends the run when the record was deleted meanwhile", async () => {
    const systems = { ...recordingSystems().systems, read: missing, wasDeleted: async () => true };
    const { end } = await runRead(read, scopeWith(systems));
    const reason = "The customer was deleted meanwhile.";
    expect(end).toEqual({ outcome: "superseded", reason });
  });

  it("fails when the record is missing and nobody said that it was deleted", async () => {
    const systems = { ...recordingSystems().systems, read: missing };
    const reading = runRead(read, scopeWith(systems));
    await expect(reading).rejects.toMatchObject({ code: "RECORD_NOT_FOUND" });
  });
});

describe("the filter step", () => {
  const filter = {
    filter: 'event.entity == "order"',
    reason: "No order.",
    outcome: "skipped",
  } as const;

  it("lets a run go on whose condition holds", async () => {
    const result = await runFilter(filter, scopeWith(recordingSystems().systems));
    expect(result.end).toBeUndefined();
  });

  it("ends any other with its reason", async () => {
    const scope = scopeWith(recordingSystems().systems);
    const result = await runFilter({ ...filter, filter: 'event.entity == "item"' }, scope);
    expect(result.end).toEqual({ outcome: "skipped", reason: "No order." });
  });
});

describe("the call step", () => {
  const step = { call: "invoice.void", to: "books", of: "event", ...always };

  it("asks for the action on what the message made", async () => {
    const { systems, calls } = recordingSystems();
    const result = await runCall(step, scopeWith(systems));
    expect(calls).toMatchObject([
      { role: "books", message: "invoice", action: "void", source, purpose: "invoice" },
    ]);
    expect(result.effect).toBe("changed");
    expect(result.end).toBeUndefined();
  });

  it.each([
    ["done", "applied"],
    ["unchanged", "unchanged"],
    ["remembered", "remembered"],
  ] as const)("that ends the run and was %s gives the outcome %s", async (call, outcome) => {
    const { systems } = recordingSystems({ call });
    const result = await runCall({ ...step, ends: "It was deleted." }, scopeWith(systems));
    expect(result.end).toEqual({ outcome, reason: "It was deleted." });
  });

  it("does nothing while its condition does not hold, and then does not end the run either", async () => {
    const { systems, calls } = recordingSystems();
    const result = await runCall({ ...step, when: "false", ends: "Gone." }, scopeWith(systems));
    expect(calls).toEqual([]);
    expect(result).toMatchObject({ detail: { skipped: expect.any(String) } });
    expect(result.end).toBeUndefined();
  });
});

describe("the write step", () => {
  const step = {
    write: "customer",
    to: "books",
    from: "buyer",
    match: "link",
    update: "always",
  } as const;

  function scopeWithBuyer(systems: FlowSystems): StepScope {
    const value = { id: "7", email: "ann@example.com" };
    const message = { value, source: { ...source, entity: "customer", id: "7" }, version: "v1" };
    return withMessage(scopeWith(systems), "buyer", message);
  }

  it("keeps the id of the record for later steps", async () => {
    const { systems } = recordingSystems();
    const result = await runWrite({ ...step, as: "client" }, scopeWithBuyer(systems));
    expect(result.scope.records.get("client")).toBe("new-1");
    expect(result.effect).toBe("changed");
  });

  it("names the effect by its source and purpose, and says which version it is of", async () => {
    const { systems, writes } = recordingSystems();
    await runWrite(step, scopeWithBuyer(systems));
    expect(writes).toMatchObject([
      {
        role: "books",
        purpose: "customer",
        source: { entity: "customer", id: "7" },
        version: "v1",
      },
    ]);
  });

  it("does nothing while its condition does not hold", async () => {
    const { systems, writes } = recordingSystems();
    await runWrite({ ...step, when: "run.changed" }, scopeWithBuyer(systems));
    expect(writes).toEqual([]);
  });
});

describe("the split step", () => {
  const step = { split: "parts", as: "part", steps: [] };
  const scopeWithParts = (value: unknown) =>
    withMessage(scopeWith(recordingSystems().systems), "parts", { value, source, version: "v1" });

  it("does its steps for each part, which belongs to the whole and has a key of its own", async () => {
    const seen: unknown[] = [];
    const result = await runSplit(step, scopeWithParts([{ id: "a" }, { id: "b" }]), {
      path: "steps[4].steps",
      run: async (_, scope, path) => {
        seen.push([path, scope.messages.get("part")]);
        return { scope, detail: {}, effect: path.endsWith("[1]") ? "changed" : "none" };
      },
    });
    expect(seen).toEqual([
      [
        "steps[4].steps[0]",
        { value: { id: "a" }, source, version: "v1", part: { entity: "part", id: "a" } },
      ],
      [
        "steps[4].steps[1]",
        { value: { id: "b" }, source, version: "v1", part: { entity: "part", id: "b" } },
      ],
    ]);
    expect(result).toMatchObject({ detail: { parts: 2 }, effect: "changed" });
    expect(result.scope.messages.has("part")).toBe(false);
  });

  it.each([
    ["something that is no list", { id: "a" }, "Only a list can be split."],
    [
      "parts without ids, which could be written twice",
      [{ id: "" }],
      'A part of "parts" has no id.',
    ],
  ])("refuses %s", async (_, value, message) => {
    const nested = { path: "steps[4].steps", run: async () => expect.unreachable() };
    const splitting = runSplit(step, scopeWithParts(value), nested);
    await expect(splitting).rejects.toMatchObject({ code: "MESSAGE_INVALID", message });
  });
});

describe("the emit step", () => {
  it("publishes an event about the message's record, with what the run has written", async () => {
    const emitted: EmittedEvent[] = [];
    const scope = scopeWith(recordingSystems().systems, emitted);
    await runEmit({ emit: "invoice.synced", of: "event" }, scope);
    await runEmit({ emit: "invoice.synced", of: "event", when: "run.changed" }, scope);
    expect(emitted).toEqual([
      { type: "invoice.synced", source, data: { records: { invoice: "454001" } } },
    ]);
  });
});

describe("the check step", () => {
  it("refuses a check nobody knows", async () => {
    const checking = runCheck(
      { check: "spelling", of: "event" },
      scopeWith(recordingSystems().systems),
    );
    await expect(checking).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  });
});
