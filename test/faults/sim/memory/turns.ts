// Whose turn it is on the one session: first come, first served; the dead are passed over.

import type { Life } from "../life.ts";

export class Turns {
  readonly #waiting: { life: Life; begin(): void }[] = [];
  #isTaken = false;

  /** Resolves with what ends the turn. */
  take(life: Life): Promise<() => void> {
    return new Promise((resolve) => {
      this.#waiting.push({ life, begin: () => resolve(() => this.#end()) });
      this.#next();
    });
  }

  #end(): void {
    this.#isTaken = false;
    this.#next();
  }

  #next(): void {
    if (this.#isTaken) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#isTaken = !next.life.isOver;
    if (this.#isTaken) next.begin();
    else this.#next();
  }
}
