import { describe, expect, it } from "vitest";
import type { Clock } from "../core/clock.ts";
import { IntegrationError } from "../core/errors.ts";
import { finishStubbornly } from "./finish-stubbornly.ts";
import type { ClaimedRun, FinishedAttempt } from "./run.ts";

function attemptOf(id: string): FinishedAttempt {
  const at = new Date("2026-11-20T10:00:00Z");
  const step = {
    path: "steps[0]",
    kind: "read",
    title: "read order",
    status: "done",
    startedAt: at,
    durationMs: 1,
    detail: {},
    error: null,
  } as const;
  return {
    run: { id } as ClaimedRun,
    result: { kind: "done", outcome: "applied", reason: null },
    steps: [step],
    links: [],
    effects: [],
    emitted: [],
    record: { number: id },
    failedExchanges: [],
    failedConnectionId: null,
  } as unknown as FinishedAttempt;
}

/** Records waits instead of waiting. */
function waits() {
  const waitsMs: number[] = [];
  const clock = { sleep: async (ms: number) => void waitsMs.push(ms) } as unknown as Clock;
  return { clock, waitsMs };
}

function lostConnection(): Error {
  return Object.assign(new Error("terminating connection"), { code: "57P01" });
}

describe("ending attempts", () => {
  it("is tried again while the database is away, a little later each time", async () => {
    const { clock, waitsMs } = waits();
    const codes: string[] = [];
    let tries = 0;
    const finish = async () => {
      tries += 1;
      if (tries < 4) throw lostConnection();
    };
    await finishStubbornly({ clock, finish, onError: ({ code }) => void codes.push(code) }, [
      attemptOf("a"),
    ]);
    expect(tries).toBe(4);
    expect(waitsMs).toEqual([400, 800, 1_600]);
    expect(codes).toEqual(Array(3).fill("DATABASE_UNAVAILABLE"));
  });

  it("is given up when the database stays away, so that the claim ends by itself", async () => {
    const { clock } = waits();
    const finish = async () => {
      throw lostConnection();
    };
    const giving = finishStubbornly({ clock, finish, onError: () => undefined }, [attemptOf("a")]);
    await expect(giving).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  });

  it("is not kept from others by one that cannot be stored, which becomes a failure without a trace", async () => {
    const { clock } = waits();
    const ended: FinishedAttempt[] = [];
    const finish = async (attempts: readonly FinishedAttempt[]) => {
      if (attempts.some(({ run, steps }) => run.id === "b" && steps.length > 0)) {
        throw new Error("invalid input syntax");
      }
      ended.push(...attempts);
    };
    const codes: string[] = [];
    await finishStubbornly({ clock, finish, onError: ({ code }) => void codes.push(code) }, [
      attemptOf("a"),
      attemptOf("b"),
      attemptOf("c"),
    ]);
    expect(ended.map(({ run, steps }) => [run.id, steps.length])).toEqual([
      ["a", 1],
      ["b", 0],
      ["c", 1],
    ]);
    expect(ended[1]?.result).toEqual({ kind: "failed", error: expect.any(IntegrationError) });
    expect(codes).toEqual(["UNEXPECTED"]);
  });
});
