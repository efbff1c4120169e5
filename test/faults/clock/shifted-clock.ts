// Given with `node --import`: the wall clock of a process is off by as many milliseconds as a file says,
// and follows when the file changes. The steady clock and timers stay as they are.

import { readFileSync } from "node:fs";

const file = process.env["LEDGERLINE_CLOCK_FILE"] ?? "";
const RealDate = Date;
/** Reading the file at every look at the clock would be slow. */
const rereadAfterMs = 50;
let shiftMs = 0;
let readAtMs = Number.NEGATIVE_INFINITY;

function shift(): number {
  if (performance.now() - readAtMs > rereadAfterMs) {
    readAtMs = performance.now();
    shiftMs = Number(readFileSync(file, "utf8"));
  }
  return shiftMs;
}

class ShiftedDate extends RealDate {
  constructor(...given: ConstructorParameters<typeof Date> | []) {
    if (given.length === 0) super(RealDate.now() + shift());
    else super(...given);
  }

  static override now(): number {
    return RealDate.now() + shift();
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
