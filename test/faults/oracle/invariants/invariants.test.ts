// Invariants of the platform's own state and processes: each is seen broken on a doctored state.

import { expect, it } from "vitest";
import { judgeExits, type ProcessExit } from "./process-exits.ts";
import { judgeQuietPlatform } from "./quiet-platform.ts";

const quiet = {
  running: 0,
  waiting: 0,
  uncertain: 0,
  heldKeys: 0,
  lostRuns: 0,
  muteLetters: 0,
};

it("a quiet platform holds nothing, and whatever it holds is told (I8, I9, I18)", () => {
  expect(judgeQuietPlatform(quiet)).toEqual([]);
  for (const name of Object.keys(quiet)) {
    const [finding, ...others] = judgeQuietPlatform({ ...quiet, [name]: 3 });
    expect(finding).toMatchObject({ of: name, detail: expect.stringMatching(/^3 /) });
    expect(others).toEqual([]);
  }
});

const killed: ProcessExit = {
  place: "start-1",
  byUs: true,
  code: null,
  signal: "SIGKILL",
  stderr: "",
};

it("processes end by us, in order, or because the database is away (I22)", () => {
  const stopped = { ...killed, code: 0, signal: null };
  const away = {
    ...killed,
    byUs: false,
    code: 1,
    signal: null,
    stderr: "DATABASE_UNAVAILABLE: The database cannot be reached right now.\n",
  };
  expect(judgeExits([killed, stopped, away])).toEqual([]);
});

it("a process that ends of itself is wrong, also when it was only told to stop (I22)", () => {
  const crashed = { ...killed, byUs: false, code: 1, signal: null, stderr: "TypeError: x\n" };
  const outOfMemory = { ...killed, byUs: false, signal: "SIGABRT" };
  const failedStop = { ...killed, code: 1, signal: null };
  const killedByOthers = { ...killed, byUs: false };
  const exits = [crashed, outOfMemory, failedStop, killedByOthers];
  expect(judgeExits(exits).map(({ detail }) => detail)).toEqual([
    "ended with 1: TypeError: x",
    "ended with SIGABRT: ",
    "ended with 1: ",
    "ended with SIGKILL: ",
  ]);
});
