// The platform in a simulated world: several processes on one database, which die, stop and start again.

import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { createServer } from "../../../src/api/server.ts";
import { createKentico } from "../../../src/connectors/kentico/connector.ts";
import { connectors as sharedConnectors } from "../../../src/connectors/registry.ts";
import type { Setup } from "../../../src/engine/connection-setup.ts";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import { createVault } from "../../../src/vault/vault.ts";
import { type Chance, chanceOf, randomOf } from "./chance.ts";
import type { History } from "./history.ts";
import { ask } from "./in-process.ts";
import { Life, never } from "./life.ts";
import { type DatabaseFaults, openDatabase } from "./memory/database.ts";
import type { Session } from "./memory/session.ts";
import { Turns } from "./memory/turns.ts";
import {
  type NetworkInput,
  SimulatedDispatcher,
  type WireAnswer,
  type WireRequest,
} from "./network.ts";
import type { Timer, VirtualTime } from "./virtual-time.ts";

export interface PlatformInput {
  seed: number;
  time: VirtualTime;
  session: Session;
  history: History;
  network: NetworkInput;
  databaseFaults(): DatabaseFaults;
  processes: number;
}

export interface Process {
  life: Life;
  engine: Engine;
  setup: Setup;
  server: FastifyInstance;
}

const logger = pino({ level: "silent" });
const restartMaxMs = 4_000;
const runsAtOnce = 64;

export class Platform {
  crashes = 0;
  /** Errors the engines reported besides those of runs. */
  readonly errors: string[] = [];
  readonly #input: PlatformInput;
  readonly #chance: Chance;
  readonly #turns = new Turns();
  readonly #running = new Map<number, Process>();
  readonly #stopping = new Set<Life>();
  #starts = 0;
  #isEnded = false;
  #resting: Timer | undefined;

  constructor(input: PlatformInput) {
    this.#input = input;
    this.#chance = chanceOf(input.seed, "platform");
  }

  get running(): readonly Process[] {
    return [...this.#running.values()];
  }

  /** Throws when none is up. */
  get anyRunning(): Process {
    const [process] = this.running;
    if (process) return process;
    throw new Error("No process of the simulated platform is running.");
  }

  /** True while every process is up. */
  get isWhole(): boolean {
    return this.#running.size === this.#input.processes;
  }

  /** Starts one process, which works on nothing before `engine.start()`. */
  async open(): Promise<Process> {
    const life = new Life(this.#input.time);
    return this.#open(life);
  }

  /** Starts all processes, each again whenever it has died. */
  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.#input.processes }, (_, slot) => this.#live(slot)));
  }

  /** Ends one process without a word. */
  crashOne(): void {
    const process = this.#pickRunning();
    process?.life.end();
  }

  /** Asks one process to end, as an update of the platform does; it is started again. */
  async restartOne(): Promise<void> {
    const process = this.#pickRunning();
    if (!process) return;
    this.#input.history.note("info", "stop");
    for (const [slot, each] of this.#running) if (each === process) this.#running.delete(slot);
    this.#stopping.add(process.life);
    await process.server.close();
    await process.engine.stop();
    process.life.end();
  }

  /**
   * A process that stops has finished its work once it closes its connections. What is left is the queue
   * waiting for its own upkeep, for which it uses real time: that would give one seed many histories.
   */
  #endStopping(life: Life): void {
    if (this.#stopping.delete(life)) life.end();
  }

  /** One process does nothing for so long. */
  pauseOne(durationMs: number): void {
    this.#input.history.note("info", "pause", durationMs);
    this.#pickRunning()?.life.stopFor(durationMs);
  }

  /** All processes rest for so long, or until a webhook arrives: nothing would come of their waking up. */
  rest(durationMs: number): void {
    for (const { life } of this.running) life.stopFor(durationMs);
    this.#resting = this.#input.time.after(durationMs, () => {
      this.#resting = undefined;
    });
  }

  get isResting(): boolean {
    return this.#resting !== undefined;
  }

  #wake(): void {
    if (!this.#resting) return;
    this.#input.time.cancel(this.#resting);
    this.#resting = undefined;
    for (const { life } of this.running) life.goOn();
  }

  /** A webhook arrives at one of the processes. Rejects when it dies meanwhile, or when nobody is there. */
  receive(request: WireRequest): Promise<WireAnswer> {
    this.#wake();
    const process = this.#pickRunning();
    if (!process) return Promise.reject(new Error("connect ECONNREFUSED"));
    const { life, server } = process;
    return new Promise((resolve, reject) => {
      const forget = life.onEnd(() => reject(new Error("read ECONNRESET")));
      ask(server, request)
        .then((answer) => (life.isOver ? never() : answer))
        .then(resolve, reject)
        .finally(forget);
    });
  }

  end(): void {
    const processes = this.running;
    this.#isEnded = true;
    this.#running.clear();
    for (const { life } of processes) life.end();
  }

  #pickRunning(): Process | undefined {
    const { running } = this;
    return running.length === 0 ? undefined : this.#chance.pick(running);
  }

  async #live(slot: number): Promise<void> {
    const life = new Life(this.#input.time);
    life.onEnd(() => this.#revive(slot));
    const process = await this.#open(life);
    await process.engine.start();
    this.#running.set(slot, process);
  }

  #revive(slot: number): void {
    const { time, history } = this.#input;
    if (this.#running.delete(slot)) {
      this.crashes += 1;
      history.note("info", "crash", slot);
    }
    if (!this.#isEnded) time.after(this.#chance.int(restartMaxMs), () => void this.#live(slot));
  }

  async #open(life: Life): Promise<Process> {
    const { seed, session, network, databaseFaults } = this.#input;
    this.#starts += 1;
    const chance = chanceOf(seed, "process", this.#starts);
    const database = openDatabase({
      session,
      life,
      turns: this.#turns,
      chance: chanceOf(seed, "database", this.#starts),
      faults: databaseFaults,
    });
    const ids = { clock: life.clock, random: randomOf(chance) };
    // This one keeps what it has read, which belongs to the process.
    const connectors = new Map([...sharedConnectors, ["kentico", createKentico()]]);
    const vault = createVault({ db: database.db, key: new Uint8Array(32).fill(7), ids });
    const engine = await createEngine({
      ...database,
      vault,
      connectors,
      ...ids,
      referenceKey: new Uint8Array(32).fill(9),
      concurrency: runsAtOnce,
      isAlone: false,
      openDispatcher: () => new SimulatedDispatcher(network, life, () => this.#endStopping(life)),
      onError: (error) => this.errors.push(`${error.code}: ${error.message}`),
    });
    const setup: Setup = { ...engine, vault, ids, connectors };
    const server = await createServer({ engine, setup, logger });
    await server.ready();
    return { life, engine, setup, server };
  }
}
