// What a connector makes of every fault another system can show: one outcome for reading and one for
// writing, worked out from the delivery protocol. A write is a success only when its answer speaks of what
// was sent; it is a refusal only when it certainly was not executed; everything else is unknown.

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../sandbox/kit/fault.ts";
import { type ErrorCode, ensureError } from "../../src/core/errors.ts";
import { type FaultedSystems, startFaultedSystems } from "./faulted-systems.ts";
import { type OperationName, prepareOperations, type TriedOperation } from "./operations.ts";

type Outcome = "ok" | ErrorCode;

interface Expected {
  reads: Outcome;
  writes: Outcome;
  /** Operations with an outcome of their own; null where the fault has no meaning. */
  except?: Partial<Record<OperationName, Outcome | null>>;
  timeoutMs?: number;
}

/** Reads are repeated, writes are looked up first. */
const passing = (reads: Outcome): Expected => ({ reads, writes: "OUTCOME_UNKNOWN" });
const alike = (outcome: Outcome): Expected => ({ reads: outcome, writes: outcome });
const unreadable = passing("UNREADABLE_ANSWER");
const harmless = alike("ok");
const impatient = { timeoutMs: 400 };
/** Kentico names the column that is not as it should be, and a person looks. */
const wrongColumn = { "shop: read": "MESSAGE_INVALID" } as const;

const table: [string, Fault, Expected][] = [
  ["F1 throttled", { kind: "too-many-requests", retryAfterSeconds: 7 }, alike("RATE_LIMITED")],
  ["F4 500", { kind: "server-error", status: 500 }, passing("SERVICE_UNAVAILABLE")],
  ["F4 502", { kind: "server-error", status: 502 }, passing("SERVICE_UNAVAILABLE")],
  ["F4 503", { kind: "server-error", status: 503 }, passing("SERVICE_UNAVAILABLE")],
  [
    "F4 503 with a time to come back",
    { kind: "server-error", status: 503, retryAfterSeconds: 7 },
    passing("RATE_LIMITED"),
  ],
  ["F4 504", { kind: "server-error", status: 504 }, passing("SERVICE_UNAVAILABLE")],
  ["F4 408", { kind: "server-error", status: 408 }, passing("SERVICE_UNAVAILABLE")],
  ["F4 409", { kind: "server-error", status: 409 }, alike("RECORD_BUSY")],
  ["F4 422", { kind: "server-error", status: 422 }, alike("REFUSED_BY_SYSTEM")],
  ["F5 a gateway's page", { kind: "html-502" }, passing("SERVICE_UNAVAILABLE")],
  ["F6 500 after commit", { kind: "server-error-after-commit" }, passing("SERVICE_UNAVAILABLE")],
  ["F7 dropped after commit", { kind: "commit-then-drop" }, passing("NETWORK_UNREACHABLE")],
  ["F8 truncated", { kind: "truncated-body" }, unreadable],
  ["F9 empty", { kind: "empty-body" }, unreadable],
  [
    "F10 an error in a success",
    { kind: "error-in-success" },
    {
      ...alike("NOT_PERMITTED"),
      except: { "shop: read": "UNREADABLE_ANSWER", "shop: create": "OUTCOME_UNKNOWN" },
    },
  ],
  [
    "F11 somebody else's object",
    { kind: "foreign-object" },
    // A list does not say what it was searched for: the settle time stands for that.
    { ...unreadable, except: { "books: find": null } },
  ],
  ["F12 hanging", { kind: "hang" }, { ...passing("NETWORK_UNREACHABLE"), ...impatient }],
  [
    "F13 hanging mid-body",
    { kind: "hang-mid-body" },
    { ...passing("NETWORK_UNREACHABLE"), ...impatient },
  ],
  [
    "F14 dripping",
    { kind: "drip", delayMs: 50 },
    { ...passing("NETWORK_UNREACHABLE"), ...impatient },
  ],
  ["F15 reset", { kind: "reset" }, passing("NETWORK_UNREACHABLE")],
  ["F16 executed late", { kind: "late-commit", delayMs: 20 }, passing("NETWORK_UNREACHABLE")],
  ["F17 executed twice", { kind: "executed-twice" }, harmless],
  ["F20 filters ignored", { kind: "filters-ignored" }, harmless],
  [
    "F21 more counted than listed",
    { kind: "wrong-total", by: 1 },
    {
      ...harmless,
      except: { "books: find": "UNREADABLE_ANSWER", "shop: read": "UNREADABLE_ANSWER" },
    },
  ],
  ["F21 fewer counted than listed", { kind: "wrong-total", by: -1 }, harmless],
  ["F22 401 for good", { kind: "unauthorized" }, alike("NOT_AUTHENTICATED")],
  ["F25 slow", { kind: "slow", delayMs: 20 }, harmless],
  ["F26 redirected", { kind: "redirect", status: 307 }, passing("REFUSED_BY_SYSTEM")],
  ["F26 sent to a sign-in page", { kind: "redirect", status: 302 }, passing("REFUSED_BY_SYSTEM")],
  ["F27 gzip bomb", { kind: "gzip-bomb" }, unreadable],
  ["F27 gzip bomb, packed twice", { kind: "gzip-bomb", layers: 2 }, unreadable],
  ["F27 huge", { kind: "huge-body", bytes: 16_777_216 }, unreadable],
  ["F28 byte order mark", { kind: "byte-order-mark" }, harmless],
  [
    "F28 wrong charset",
    { kind: "wrong-charset" },
    // Kentico answers a write with an id and a GUID, which are the same in all charsets.
    { ...unreadable, except: { "shop: create": "ok" } },
  ],
  ["F29 duplicate keys", { kind: "duplicate-keys" }, unreadable],
  [
    "F29 64-bit ids",
    { kind: "huge-ids" },
    // A record with another id than asked for is somebody else's; one that is searched for or new may have any.
    { ...unreadable, except: { "books: find": "ok", "books: create": "ok" } },
  ],
  ["F29 NaN", { kind: "not-a-number" }, unreadable],
  ["F30 numbers as texts", { kind: "numbers-as-text" }, { ...unreadable, except: wrongColumn }],
  ["F31 unknown fields", { kind: "unknown-fields" }, harmless],
  ["F31 unknown language", { kind: "unknown-value", field: "language" }, harmless],
  ["F31 unknown status", { kind: "unknown-value", field: "OrderStatusID", value: 9_999 }, harmless],
  [
    "F32 a client without id",
    { kind: "field-missing", field: "id" },
    { ...unreadable, except: { "shop: read": null, "shop: create": null } },
  ],
  [
    "F32 a client without note",
    { kind: "field-missing", field: "note" },
    {
      ...passing("ok"),
      except: { "books: read": null, "books: find": null, "shop: create": "ok" },
    },
  ],
  [
    "F32 an order without total",
    { kind: "field-missing", field: "OrderTotalPrice" },
    { ...harmless, except: wrongColumn },
  ],
  [
    "F32 a webhook without id",
    { kind: "field-missing", field: "WebhookID" },
    { ...harmless, except: { "shop: create": "OUTCOME_UNKNOWN" } },
  ],
  ["F33 clock ten minutes off", { kind: "clock-skew" }, harmless],
];

const operationNames: OperationName[] = [
  "books: read",
  "books: find",
  "books: create",
  "shop: read",
  "shop: create",
];

/** A write with one of these outcomes was certainly not executed. */
const neverExecuted: ReadonlySet<Outcome> = new Set<Outcome>([
  "RATE_LIMITED",
  "RECORD_BUSY",
  "REFUSED_BY_SYSTEM",
  "NOT_PERMITTED",
  "NOT_AUTHENTICATED",
  "NETWORK_UNREACHABLE",
]);

let systems: FaultedSystems;
let operations: Record<OperationName, TriedOperation>;
let lastNumber = 2;

beforeAll(async () => {
  systems = await startFaultedSystems();
  operations = await prepareOperations(systems);
});
afterEach(() => Promise.all([systems.books.disarm(), systems.shop.disarm()]));
afterAll(() => systems.close());

const isWrite = (name: OperationName) => name.endsWith("create");

const cases = table.flatMap(([what, fault, expected]) =>
  operationNames.flatMap((name) => {
    const usual = isWrite(name) ? expected.writes : expected.reads;
    const outcome = expected.except?.[name] === undefined ? usual : expected.except[name];
    return outcome === null ? [] : [{ what, fault, name, outcome, timeoutMs: expected.timeoutMs }];
  }),
);

describe("under every fault", () => {
  it.each(cases)("$what: $name is $outcome", async ({ fault, name, outcome, timeoutMs }) => {
    const operation = operations[name];
    const number = ++lastNumber;
    const context = await operation.system.connect(timeoutMs === undefined ? {} : { timeoutMs });
    await operation.system.arm({ ...fault, route: operation.route });
    const result = await operation.run(context, number).then(
      (gist) => ({ code: "ok", gist }),
      (thrown) => ({ code: ensureError(thrown).code, message: ensureError(thrown).message }),
    );
    const success = { code: "ok", gist: operation.expected(number) };
    expect(result).toEqual(outcome === "ok" ? success : expect.objectContaining({ code: outcome }));
    await operation.system.disarm();
    const written = operation.isWrite ? await operation.written(number) : 0;
    if (neverExecuted.has(outcome)) expect(written).toBe(0);
    if (operation.isWrite && outcome === "ok") expect(written).toBeGreaterThan(0);
  });
});
