// Each row is worked out by hand from reliability.md section 3.2. Chance 0.5 means no jitter.

import { describe, expect, it } from "vitest";
import {
  afterCalls,
  afterProbe,
  type CircuitState,
  closed,
  forcedOpen,
  isTroubled,
  quietCircuit,
  rampShare,
  withProbe,
} from "./circuit-state.ts";

const middle = 0.5;

/** A circuit on a clock of its own, told of one call after the other. */
function driven(chance = middle) {
  let state: CircuitState = quietCircuit;
  let nowMs = 1_000_000;
  const moment = () => ({ nowMs, chance });
  const circuit = {
    /** One letter per call: `.` answered, `x` failed. */
    calls(text: string, everyMs = 0) {
      for (const letter of text) {
        const isOk = letter === ".";
        const slices = [{ ageMs: 0, ok: isOk ? 1 : 0, failed: isOk ? 0 : 1 }];
        state = afterCalls(state, { slices, failuresAtEnd: isOk ? 0 : 1 }, moment());
        nowMs += everyMs;
      }
      return circuit;
    },
    pass(ms: number) {
      nowMs += ms;
      return circuit;
    },
    /** False when no probe is due. */
    probe(isOk: boolean) {
      const begun = withProbe(state, nowMs);
      if (!begun) return false;
      state = afterProbe(begun, isOk, moment());
      return true;
    },
    force() {
      state = forcedOpen(state, nowMs);
      return circuit;
    },
    close() {
      state = closed(state, nowMs);
      return circuit;
    },
    get state() {
      return state;
    },
    get nowMs() {
      return nowMs;
    },
  };
  return circuit;
}

describe("a closed circuit", () => {
  const rows: [calls: string, everyMs: number, phase: string, why: string][] = [
    ["", 0, "closed", "nothing happened"],
    ["xxxx", 0, "closed", "four failures in a row are not yet five"],
    ["xxxxx", 0, "open", "five failures in a row"],
    ["xxxx.xxxx", 0, "closed", "a success ends the row, and nine calls are not yet ten"],
    [".x.x.x.x.x", 0, "open", "five of ten calls"],
    [".x.x.x.x.", 0, "closed", "four of nine calls"],
    ["..x..x..x..x..x", 0, "closed", "a third of the calls"],
    ["xxxxx", 30_000, "open", "five in a row over two minutes: few calls are made at night"],
    [".x.x.x.x.x", 10_000, "closed", "never ten calls within a minute"],
    [".x.x.x.x.x", 5_000, "open", "ten calls within 45 seconds"],
    [".".repeat(40), 1_000, "closed", "all is well"],
  ];
  it.each(rows)("after %j, one each %i ms, is %s: %s", (calls, everyMs, phase) => {
    expect(driven().calls(calls, everyMs).state.phase).toBe(phase);
  });

  it("wants to hear of successes only while they matter", () => {
    expect(isTroubled(driven().calls("..").state)).toBe(false);
    expect(isTroubled(driven().calls("x").state)).toBe(true);
    expect(isTroubled(driven().calls("x.").state)).toBe(false);
    expect(isTroubled(driven().calls("xxxxx").state)).toBe(false);
  });

  it("takes calls reported together as if they had been reported one by one", () => {
    const together = afterCalls(
      quietCircuit,
      { slices: [{ ageMs: 0, ok: 3, failed: 4 }], failuresAtEnd: 4 },
      { nowMs: 1_000_000, chance: middle },
    );
    expect(together).toEqual(driven().calls("...xxxx").state);
  });
});

describe("an open circuit", () => {
  it("is probed after 15 seconds, and not before", () => {
    const circuit = driven().calls("xxxxx").pass(14_999);
    expect(circuit.probe(true)).toBe(false);
    expect(circuit.pass(1).probe(true)).toBe(true);
  });

  it("stays open twice as long after each probe that fails, at most five minutes", () => {
    const circuit = driven().calls("xxxxx");
    const waitsMs = Array.from({ length: 7 }, () => {
      const waitMs = (circuit.state.probeAtMs ?? 0) - circuit.nowMs;
      circuit.pass(waitMs).probe(false);
      return waitMs;
    });
    expect(waitsMs).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  });

  it("waits a fifth more or less, so that systems are not probed in step", () => {
    const waitMs = (chance: number) => {
      const { state, nowMs } = driven(chance).calls("xxxxx");
      return (state.probeAtMs ?? 0) - nowMs;
    };
    expect([waitMs(0), waitMs(1)]).toEqual([12_000, 18_000]);
  });

  it("takes no notice of calls that were on their way when it opened", () => {
    const circuit = driven().calls("xxxxx");
    const { state } = circuit;
    expect(circuit.calls("x.x").state).toBe(state);
  });

  it("remembers since when nothing gets through, whatever probes say", () => {
    const circuit = driven().calls("xxxxx").pass(15_000);
    circuit.probe(false);
    expect(circuit.state.openedAtMs).toBe(1_000_000);
  });
});

describe("a probe", () => {
  it("is one at a time: another begins only when its process must have died", () => {
    const { state } = driven().calls("xxxxx");
    const dueMs = 1_015_000;
    const begun = withProbe(state, dueMs);
    expect(begun?.phase).toBe("half-open");
    expect(begun && withProbe(begun, dueMs + 59_999)).toBeNull();
    expect(begun && withProbe(begun, dueMs + 60_000)?.phase).toBe("half-open");
  });

  it("closes the circuit with two others, a second apart", () => {
    const circuit = driven().calls("xxxxx").pass(15_000);
    const phases = [0, 1_000, 1_000].map((waitMs) => {
      expect(circuit.pass(waitMs).probe(true)).toBe(true);
      return circuit.state.phase;
    });
    expect(phases).toEqual(["half-open", "half-open", "closed"]);
  });

  it("that fails after one that did not begins the row anew", () => {
    const circuit = driven().calls("xxxxx").pass(15_000);
    circuit.probe(true);
    circuit.pass(1_000).probe(false);
    expect(circuit.state).toMatchObject({ phase: "open", probesOk: 0, isOutage: true });
  });

  it("that succeeds at once shows that the system itself was not away", () => {
    const circuit = driven().calls("xxxxx").pass(15_000);
    for (const waitMs of [0, 1_000, 1_000]) circuit.pass(waitMs).probe(true);
    expect(circuit.state.isOutage).toBe(false);
  });
});

function closedAgain() {
  const circuit = driven().calls("xxxxx").pass(15_000);
  for (const waitMs of [0, 1_000, 1_000]) circuit.pass(waitMs).probe(true);
  return circuit;
}

describe("a circuit that closed again", () => {
  it("lets through 10, 25, 50 percent of the rate, and all of it after a minute", () => {
    const { state, nowMs } = closedAgain();
    const shares = [0, 19_999, 20_000, 39_999, 40_000, 59_999, 60_000].map((ms) =>
      rampShare(state, nowMs + ms),
    );
    expect(shares).toEqual([0.1, 0.1, 0.25, 0.25, 0.5, 0.5, 1]);
  });

  it("opens at the first failure, for twice as long, as long as no work has succeeded", () => {
    const { state, nowMs } = closedAgain().calls("x");
    expect(state.phase).toBe("open");
    expect((state.probeAtMs ?? 0) - nowMs).toBe(30_000);
  });

  it("is like the others once work has succeeded", () => {
    expect(closedAgain().calls(".xxxx").state.phase).toBe("closed");
    const { state, nowMs } = closedAgain().calls(".xxxxx");
    expect((state.probeAtMs ?? 0) - nowMs).toBe(15_000);
  });
});

describe("a circuit opened by a person", () => {
  it("is never probed, and stays open until a person closes it", () => {
    const circuit = driven().force().pass(86_400_000);
    expect(circuit.probe(true)).toBe(false);
    expect(circuit.state.phase).toBe("open");
    expect(circuit.close().state).toMatchObject({ phase: "closed", isForced: false });
  });

  it("is not closed by a probe that was on its way", () => {
    const { state, nowMs } = driven().calls("xxxxx").pass(15_000).force();
    expect(afterProbe(state, true, { nowMs, chance: middle })).toBe(state);
  });
});
