// The network of a simulated world: requests take time, get lost on the way there or back, arrive late or
// twice, and what executed them may say that it did not. All of it is drawn from the world's seed.

import { Dispatcher } from "undici";
import type { Chance } from "./chance.ts";
import type { History } from "./history.ts";
import type { Life } from "./life.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Probabilities for each request of a process to another system. */
export interface NetworkFaults {
  /** No connection: nothing is sent. */
  refused: number;
  /** Lost on its way; the caller sees a reset or waits until its own deadline. */
  lost: number;
  /** Executed, and the answer lost. */
  answerLost: number;
  /** Executed so much later, when the caller has long given up. */
  late: number;
  lateMaxMs: number;
  /** Executed twice, one after the other, as by a proxy that repeats. */
  twice: number;
  /** Executed, and the answer cut off in the middle. */
  truncated: number;
  /** Executed, and answered with 500. */
  errorAfter: number;
  /** Not executed, and answered with 503. */
  unavailable: number;
  /** Not executed, and answered with 429. */
  throttled: number;
  /** Executed, and a page of a gateway or a login in the answer's place, with 200. */
  foreignPage: number;
  /** The calling process dies: before sending, once it is executed, or with the answer in hand. */
  crash: number;
  latencyMaxMs: number;
}

export interface WireRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** A system that can be asked; it answers in no time. */
export type System = (request: WireRequest) => Promise<WireAnswer>;

export interface NetworkInput {
  time: VirtualTime;
  chance: Chance;
  history: History;
  faults(): NetworkFaults;
  /** By origin, such as `http://shop.invalid`. */
  systems: ReadonlyMap<string, System>;
}

type Fate = Exclude<keyof NetworkFaults, "crash" | "latencyMaxMs" | "lateMaxMs"> | "fine";

const fates: readonly Exclude<Fate, "fine">[] = [
  "refused",
  "lost",
  "answerLost",
  "late",
  "twice",
  "truncated",
  "errorAfter",
  "unavailable",
  "throttled",
  "foreignPage",
];

/** What a simulated process sends its requests through. */
export class SimulatedDispatcher extends Dispatcher {
  readonly #network: NetworkInput;
  readonly #life: Life;
  readonly #onClose: () => void;

  constructor(network: NetworkInput, life: Life, onClose: () => void) {
    super();
    this.#network = network;
    this.#life = life;
    this.#onClose = onClose;
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    void new Exchange(this.#network, { life: this.#life, options, handler }).begin();
    return true;
  }

  override async close(): Promise<void> {
    this.#onClose();
  }
}

interface Call {
  life: Life;
  options: Dispatcher.DispatchOptions;
  handler: Dispatcher.DispatchHandler;
}

const crashPoints = ["before", "executed", "answered"] as const;

/** One request of a process and what becomes of it. */
class Exchange implements Dispatcher.DispatchController {
  aborted = false;
  paused = false;
  reason: Error | null = null;
  readonly #input: NetworkInput;
  readonly #call: Call;
  readonly #fate: Fate;
  readonly #crashAt: (typeof crashPoints)[number] | undefined;
  readonly #name: string;
  #isOver = false;

  constructor(input: NetworkInput, call: Call) {
    const { chance } = input;
    const faults = input.faults();
    this.#input = input;
    this.#call = call;
    this.#name = `${call.options.method} ${call.options.path}`;
    this.#fate = drawFate(chance, faults);
    this.#crashAt = chance.happens(faults.crash) ? chance.pick(crashPoints) : undefined;
  }

  /** Asked for by the caller: it hears of the end, and the request may be executed all the same. */
  abort(reason: Error): void {
    if (this.#isOver) return;
    this.aborted = true;
    this.reason = reason;
    this.#fail(reason);
  }

  pause(): void {}
  resume(): void {}

  async begin(): Promise<void> {
    const { life, handler } = this.#call;
    await life.wait(this.#latencyMs());
    if (this.#fate === "refused") return this.#fail(networkError("ECONNREFUSED"));
    if (this.#crashAt === "before") return life.end();
    try {
      handler.onRequestStart?.(this, {});
    } catch (thrown) {
      return this.#fail(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
    this.#input.history.note("invoke", this.#name, this.#fate);
    // From here on it is out of the process's hands.
    this.#input.time.after(this.#latencyMs(), () => void this.#arrive());
  }

  async #arrive(): Promise<void> {
    const { time, chance } = this.#input;
    switch (this.#fate) {
      case "lost":
        return this.#failSometime();
      case "late":
        time.after(1 + chance.int(this.#input.faults().lateMaxMs), () => void this.#execute());
        return this.#failSometime();
      case "unavailable":
        return this.#answer({ status: 503, headers: {}, body: Buffer.from("{}") });
      case "throttled":
        return this.#answer({
          status: 429,
          headers: { "retry-after": String(chance.int(4)) },
          body: Buffer.from("{}"),
        });
      default:
        return this.#answerExecuted();
    }
  }

  async #answerExecuted(): Promise<void> {
    let answer = await this.#execute();
    if (this.#fate === "twice") answer = await this.#execute();
    if (this.#crashAt === "executed") this.#call.life.end();
    if (this.#fate === "answerLost") return this.#failSometime();
    if (this.#fate === "errorAfter") {
      return this.#answer({ status: 500, headers: {}, body: Buffer.from("{}") });
    }
    if (this.#fate === "foreignPage") {
      return this.#answer({ ...answer, status: 200, body: Buffer.from("<html>Sign in</html>") });
    }
    return this.#answer(answer);
  }

  async #execute(): Promise<WireAnswer> {
    const { systems, time, history } = this.#input;
    const { options } = this.#call;
    const system = systems.get(String(options.origin));
    if (!system) throw new Error(`Nobody is at ${String(options.origin)}.`);
    const answer = await time.standingStill(system(requestOf(options)));
    history.note("info", this.#name, answer.status);
    return answer;
  }

  #answer({ status, headers, body }: WireAnswer): void {
    const { life, handler } = this.#call;
    life.after(this.#latencyMs(), () => {
      if (this.#isOver) return;
      if (this.#crashAt === "answered") return life.end();
      handler.onResponseStart?.(this, status, headers);
      if (this.#fate === "truncated") {
        handler.onResponseData?.(this, body.subarray(0, body.length >> 1));
        return this.#fail(networkError("ECONNRESET"));
      }
      handler.onResponseData?.(this, body);
      this.#isOver = true;
      this.#input.history.note("ok", this.#name, status);
      handler.onResponseEnd?.(this, {});
    });
  }

  /** A reset is seen at once; otherwise the caller waits until it gives up. */
  #failSometime(): void {
    if (this.#input.chance.happens(0.5)) return;
    this.#call.life.after(this.#latencyMs(), () => this.#fail(networkError("ECONNRESET")));
  }

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#input.history.note("fail", this.#name, error.message);
    this.#call.handler.onResponseError?.(this, error);
  }

  #latencyMs(): number {
    return 1 + this.#input.chance.int(this.#input.faults().latencyMaxMs);
  }
}

/** At most one of them happens to a request. */
function drawFate(chance: Chance, faults: NetworkFaults): Fate {
  let draw = chance.float();
  for (const fate of fates) {
    draw -= faults[fate];
    if (draw < 0) return fate;
  }
  return "fine";
}

function networkError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

function requestOf({ method, path, headers, body }: Dispatcher.DispatchOptions): WireRequest {
  return {
    method,
    path,
    headers: headers as Record<string, string>,
    body: typeof body === "string" ? body : undefined,
  };
}
