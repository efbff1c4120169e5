// A process with a shifted clock sees the time as the file says, and its timers run as ever.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const preload = new URL("./shifted-clock.ts", import.meta.url).href;

it("the wall clock of a process is off as the file says, for both ways of asking", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ledgerline-clock-"));
  try {
    const file = join(folder, "shift");
    await writeFile(file, "-10800000");
    const script = "console.log(Date.now(), new Date().getTime(), new Date(5).getTime())";
    const { stdout } = await run(process.execPath, ["--import", preload, "--eval", script], {
      env: { LEDGERLINE_CLOCK_FILE: file },
    });
    const [now = 0, made = 0, given] = stdout.trim().split(" ").map(Number);
    for (const time of [now, made]) {
      expect(Math.abs(Date.now() - 10_800_000 - time)).toBeLessThan(60_000);
    }
    expect(given).toBe(5);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
