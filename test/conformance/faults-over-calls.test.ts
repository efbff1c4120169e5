// Faults that show over several calls, or before there is a call: patience, lists, sign-ins, addresses.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../sandbox/kit/fault.ts";
import type { CallContext } from "../../src/connector-kit/operation.ts";
import { createClient } from "../../src/connectors/freshbooks/operations/create-client.ts";
import { findClientsByReference } from "../../src/connectors/freshbooks/operations/find-clients-by-reference.ts";
import { ensureError, type IntegrationError } from "../../src/core/errors.ts";
import { callControl } from "../support/control.ts";
import { type FaultedSystems, startFaultedSystems } from "./faulted-systems.ts";
import { type OperationName, prepareOperations, type TriedOperation } from "./operations.ts";

let systems: FaultedSystems;
let operations: Record<OperationName, TriedOperation>;
let lastNumber = 100;

beforeAll(async () => {
  systems = await startFaultedSystems();
  operations = await prepareOperations(systems);
});
afterEach(() => Promise.all([systems.books.disarm(), systems.shop.disarm()]));
afterAll(() => systems.close());

async function failureOf(running: Promise<unknown>): Promise<IntegrationError> {
  return running.then(
    (result) => {
      throw new Error(`expected a failure, got ${JSON.stringify(result)}`);
    },
    (thrown) => ensureError(thrown),
  );
}

const run = (name: OperationName, context: CallContext) =>
  operations[name].run(context, ++lastNumber);

const names: OperationName[] = ["books: read", "books: create", "shop: read", "shop: create"];

describe("how long a throttled connection waits", () => {
  const minuteMs = 60_000;
  it.each<[string, Omit<Fault, "kind">, number | undefined]>([
    ["F1: in seconds", { retryAfterSeconds: 7 }, 7_000],
    ["F2: until a date", { retryAfterSeconds: 30, retryAfterAs: "date" }, 30_000],
    [
      "F2 and F33: until a date by a clock that is wrong",
      { retryAfterSeconds: 30, retryAfterAs: "date", skewMs: 10 * minuteMs },
      30_000,
    ],
    ["F3: no time at all", { retryAfterSeconds: "" }, undefined],
    ["F3: nothing", { retryAfterSeconds: 0 }, 1_000],
    ["F3: less than nothing", { retryAfterSeconds: -5 }, undefined],
    ["F3: a day", { retryAfterSeconds: 86_400 }, 60 * minuteMs],
    ["F3: garbage", { retryAfterSeconds: "soon" }, undefined],
  ])("%s", async (_what, parameters, expectedMs) => {
    for (const name of ["books: create", "shop: read"] as const) {
      const { system, route } = operations[name];
      await system.arm({ kind: "too-many-requests", ...parameters, route });
      const error = await failureOf(run(name, await system.connect()));
      expect([error.code, error.retryAfterMs]).toEqual(["RATE_LIMITED", expectedMs]);
    }
  });
});

const reference = "LL-TWOPAGES0001";
const draft = { fname: "Ann", note: `Ref ${reference}` };

describe("a lookup by reference", () => {
  const listRoute = { method: "GET", path: "*/users/clients" };

  async function found(): Promise<number> {
    const context = await systems.books.connect();
    return (await findClientsByReference.run({ reference, draft }, context)).length;
  }

  it("F17: finds both records of a create that was executed twice", async () => {
    const route = { method: "POST", path: "*/users/clients" };
    await systems.books.arm({ kind: "executed-twice", route });
    await createClient.run(draft, await systems.books.connect());
    expect(await found()).toBe(2);
  });

  it("F18: finds nothing while lists lag, which is why a lookup waits until all has settled", async () => {
    await systems.books.arm({ kind: "list-lag", delayMs: 3_600_000, route: listRoute });
    expect(await found()).toBe(0);
    await systems.books.disarm();
    expect(await found()).toBe(2);
  });

  it("F19: reads a list again when a record slipped past between two pages, and gives up in the end", async () => {
    const context = await systems.books.connect();
    for (let number = 0; number < 120; number += 1) {
      await createClient.run({ fname: "Bo", note: "Ref LL-OTHERCLIENT1" }, context);
    }
    await systems.books.arm({ kind: "row-moves", nth: 2, route: listRoute });
    expect(await found()).toBe(2);
    await systems.books.disarm();
    await systems.books.arm({ kind: "row-moves", route: listRoute });
    expect((await failureOf(found())).code).toBe("UNREADABLE_ANSWER");
  });
});

it("F11: an order is never put together with the lines of another", async () => {
  const { system, route } = operations["shop: read"];
  await system.arm({
    kind: "foreign-object",
    route: { ...route, path: `${route.path}/children/` },
  });
  const error = await failureOf(run("shop: read", await system.connect()));
  expect(error.code).toBe("UNREADABLE_ANSWER");
});

describe("a token that ends in the middle of the work", () => {
  const tokenRoute = { method: "POST", path: "/auth/oauth/token" };

  /** A connection that is signed in, and whose next call is refused. */
  async function signedIn(timeoutMs?: number): Promise<CallContext> {
    const context = await systems.books.connect(timeoutMs === undefined ? {} : { timeoutMs });
    const { route } = operations["books: create"];
    await systems.books.arm({ kind: "unauthorized", count: 1, route });
    return context;
  }

  it("F22: is renewed, and the call made again, once", async () => {
    const context = await signedIn();
    const number = ++lastNumber;
    const operation = operations["books: create"];
    expect(await operation.run(context, number)).toEqual(operation.expected(number));
    expect(await operation.written(number)).toBe(1);
  });

  it("F23: cannot be renewed when the refresh token was used", async () => {
    const context = await signedIn();
    await systems.books.arm({ kind: "refresh-token-used", route: tokenRoute });
    expect((await failureOf(run("books: create", context))).code).toBe("NOT_AUTHENTICATED");
  });

  it("F24: needs a person when the answer to its renewal was lost", async () => {
    const context = await signedIn();
    await systems.books.arm({ kind: "commit-then-drop", count: 1, route: tokenRoute });
    expect((await failureOf(run("books: create", context))).code).toBe("NOT_AUTHENTICATED");
  });

  it("F25: is renewed by a slow token endpoint, or later when that is too slow", async () => {
    const context = await signedIn(400);
    await systems.books.arm({ kind: "slow", delayMs: 30, count: 1, route: tokenRoute });
    await expect(run("books: create", context)).resolves.toBeDefined();
    const next = await signedIn(400);
    await systems.books.arm({ kind: "hang", route: tokenRoute });
    expect((await failureOf(run("books: create", next))).code).toBe("SERVICE_UNAVAILABLE");
  });
});

it.each(names)("F26: %s sends nothing to the host it is redirected to", async (name) => {
  let calls = 0;
  const elsewhere = createServer((_request, response) => {
    calls += 1;
    response.end("{}");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  const { system, route } = operations[name];
  await system.arm({ kind: "redirect", location, route });
  const error = await failureOf(run(name, await system.connect()));
  await new Promise((resolve) => elsewhere.close(resolve));
  expect(calls).toBe(0);
  expect(error.code).toBe(operations[name].isWrite ? "OUTCOME_UNKNOWN" : "REFUSED_BY_SYSTEM");
});

describe.each(names)("%s at an address that fails", (name) => {
  it.each([
    ["F34", "expired-certificate"],
    ["F34", "wrong-host-certificate"],
    ["F35", "refused-address"],
  ])("%s: %s means that nothing was sent", async (_number, kind) => {
    const { system, isWrite } = operations[name];
    const address = { kind };
    const opened = await callControl<{ url: string; certificate?: string }>(
      system.simulator,
      "addresses",
      address,
    );
    const trust = opened.certificate === undefined ? {} : { ca: opened.certificate };
    const context = await system.connect({ baseUrl: opened.url, ...trust });
    const number = ++lastNumber;
    const error = await failureOf(operations[name].run(context, number));
    expect(error.code).toBe("NETWORK_UNREACHABLE");
    if (isWrite) expect(await operations[name].written(number)).toBe(0);
  });
});
