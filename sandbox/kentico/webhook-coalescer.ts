// Gathers the updates of one object for a short while, so that a burst becomes one announcement.
import type { Outside } from "../kit/outside.ts";
import type { Actor } from "./tables.ts";

export interface GatheredUpdate {
  changed: Set<string>;
  /** Who made the last of the changes. */
  actor: Actor;
}

interface Gathering extends GatheredUpdate {
  timer: AbortController;
}

export class WebhookCoalescer {
  private readonly outside: Outside;
  private readonly gatherings = new Map<string, Gathering>();
  private waiters: (() => void)[] = [];

  constructor(outside: Outside) {
    this.outside = outside;
  }

  /** Adds an update; `announce` runs once, `windowMs` after the first update of the key. */
  add(
    key: string,
    update: { changed: readonly string[]; actor: Actor; windowMs: number },
    announce: (gathered: GatheredUpdate) => void,
  ): void {
    const known = this.gatherings.get(key);
    if (known !== undefined) {
      for (const column of update.changed) known.changed.add(column);
      known.actor = update.actor;
      return;
    }
    const timer = new AbortController();
    const over = () => {
      const gathered = this.gatherings.get(key);
      if (gathered !== undefined) announce(gathered);
      this.remove(key);
    };
    void this.outside.sleep(update.windowMs, timer.signal).then(over, () => undefined);
    this.gatherings.set(key, { changed: new Set(update.changed), actor: update.actor, timer });
  }

  /** Forgets what was gathered for an object. */
  remove(key: string): void {
    this.gatherings.get(key)?.timer.abort();
    this.gatherings.delete(key);
    if (this.gatherings.size === 0) this.wake();
  }

  pending(): number {
    return this.gatherings.size;
  }

  idle(): Promise<void> {
    if (this.gatherings.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  close(): void {
    for (const { timer } of this.gatherings.values()) timer.abort();
    this.gatherings.clear();
    this.wake();
  }

  private wake(): void {
    const { waiters } = this;
    this.waiters = [];
    for (const wake of waiters) wake();
  }
}
