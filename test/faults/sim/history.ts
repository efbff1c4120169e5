// What happened in a simulated world, in order: the same seed gives the same history, and its hash proves it.

import { createHash } from "node:crypto";
import type { VirtualTime } from "./virtual-time.ts";

/** After Jepsen: a call is begun and succeeds, fails, or ends without anyone knowing. */
export type Happening = "invoke" | "ok" | "fail" | "info";

export class History {
  readonly #time: VirtualTime;
  readonly #hash = createHash("sha256");
  readonly #startMs: number;
  /** Lines of JSON; empty unless they are kept. */
  readonly lines: string[] = [];
  readonly #isKept: boolean;

  constructor(time: VirtualTime, isKept: boolean) {
    this.#time = time;
    this.#startMs = time.nowMs;
    this.#isKept = isKept;
  }

  note(happening: Happening, what: string, detail: string | number = ""): void {
    const line = JSON.stringify([this.#time.nowMs - this.#startMs, happening, what, detail]);
    this.#hash.update(line);
    if (this.#isKept) this.lines.push(line);
  }

  /** Of all that was noted; call it once, at the end. */
  digest(): string {
    return this.#hash.digest("hex");
  }
}
