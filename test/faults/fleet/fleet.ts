// The platform's processes: each has a place that is filled again as soon as its process ends.

import { setTimeout as sleep } from "node:timers/promises";
import {
  type Ended,
  type Environment,
  type LedgerlineProcess,
  startLedgerline,
} from "../../e2e/process/ledgerline-process.ts";
import type { History } from "../history.ts";

export interface Place {
  name: string;
  /** The command, such as `["start"]`. */
  command: readonly string[];
  /** What it writes to standard error when it can take work. */
  readyLine: string;
  env: Environment;
}

/** A process that ended, and whether we meant it to. */
export interface Exit extends Ended {
  place: string;
  byUs: boolean;
}

const pollMs = 10;
/** Generous: the database may be away for a while, and its link bad. SIGABRT then counts as broken (I22). */
const readyWithinMs = 60_000;

/** One process in a place, from start to end. */
export class Life {
  readonly child: LedgerlineProcess;
  readonly #place: Place;
  #byUs = false;

  constructor(place: Place, env: Environment) {
    this.#place = place;
    this.child = startLedgerline(place.command, { ...place.env, ...env });
    this.child.endInput();
  }

  get isReady(): boolean {
    return this.child.isRunning && this.child.output().stderr.includes(this.#place.readyLine);
  }

  /** True once it takes work; false when it ended before. One that does neither is ended. */
  async untilReady(): Promise<boolean> {
    const deadline = performance.now() + readyWithinMs;
    while (this.child.isRunning && !this.isReady) {
      if (performance.now() > deadline) this.child.kill("SIGABRT");
      await sleep(pollMs);
    }
    return this.child.isRunning;
  }

  signal(name: NodeJS.Signals): void {
    if (name === "SIGKILL" || name === "SIGTERM") this.#byUs = true;
    this.child.kill(name);
  }

  /** `expected`: it was made to kill itself at a fail point. */
  async exit(expected = false): Promise<Exit> {
    const ended = await this.child.ended;
    const byUs = this.#byUs || (expected && ended.signal === "SIGKILL");
    return { place: this.#place.name, byUs, ...ended };
  }
}

export interface FleetOptions {
  /** Are always filled. */
  places: readonly Place[];
  /** One more, for a process that is frozen most of the time. */
  sleeper: Place;
  history: History;
}

export class Fleet {
  readonly exits: Exit[] = [];
  readonly places: readonly Place[];
  readonly sleeper: Place;
  readonly #history: History;
  readonly #lives = new Map<string, Life>();

  constructor({ places, sleeper, history }: FleetOptions) {
    this.places = places;
    this.sleeper = sleeper;
    this.#history = history;
  }

  /** Starts the next process of a place; the one before must have ended. */
  begin(place: Place, env: Environment = {}): Life {
    const life = new Life(place, env);
    this.#lives.set(place.name, life);
    this.#history.note("info", "started", { place: place.name, pid: life.child.pid, ...env });
    return life;
  }

  /** Waits for the end of a process and takes down how it ended. */
  async end(life: Life, expected = false): Promise<Exit> {
    const exit = await life.exit(expected);
    this.exits.push(exit);
    const { place, byUs, code, signal } = exit;
    const stderr = byUs ? undefined : exit.stderr.slice(-2_000);
    this.#history.note(byUs ? "info" : "fail", "ended", { place, byUs, code, signal, stderr });
    return exit;
  }

  /** Asks what still runs to stop in order, and takes its end down. */
  async stop(): Promise<void> {
    const running = [...this.#lives.values()].filter(({ child }) => child.isRunning);
    for (const life of running) life.signal("SIGTERM");
    await Promise.all(running.map((life) => this.end(life)));
  }

  /** Ends everything at once; for when a run is given up. */
  async killAll(): Promise<void> {
    const running = [...this.#lives.values()].filter(({ child }) => child.isRunning);
    for (const life of running) life.signal("SIGKILL");
    await Promise.all(running.map(({ child }) => child.ended));
  }
}
