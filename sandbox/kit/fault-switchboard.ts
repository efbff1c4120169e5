// Decides which ordered fault, if any, hits a call. Holds the orders and their counters; does no I/O.
import type { Fault, FaultKind } from "./fault.ts";
import { type HttpFaultKind, isHttpFaultKind } from "./fault-catalogue.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";

export interface ArmedFault extends Fault {
  id: number;
  /** Calls that matched kind and route. */
  matched: number;
  /** Calls that were hit. */
  fired: number;
}

export type ArmedHttpFault = ArmedFault & { kind: HttpFaultKind };

export class FaultSwitchboard {
  readonly #random: SeededRandom;
  /** Each fault draws for itself, so that one does not change when another fires. */
  readonly #draws = new WeakMap<ArmedFault, SeededRandom>();
  #armed: ArmedFault[] = [];
  #nextId = 1;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  arm(fault: Fault): ArmedFault {
    const armed = { ...fault, id: this.#nextId++, matched: 0, fired: 0 };
    this.#draws.set(armed, seededRandom(this.#random.int(2 ** 32)));
    this.#armed.push(armed);
    return armed;
  }

  list(): readonly ArmedFault[] {
    return this.#armed;
  }

  /** Forgets all faults, or the one with this id. */
  disarm(id?: number): void {
    this.#armed = id === undefined ? [] : this.#armed.filter((fault) => fault.id !== id);
  }

  /** The fault of this kind that hits the call, if any. Counts the call for every fault it matches. */
  match(kind: FaultKind, method: string, path: string): ArmedFault | undefined {
    const isOfKind = (fault: ArmedFault): fault is ArmedFault => fault.kind === kind;
    return this.#draw(isOfKind, { method, path });
  }

  /** The HTTP fault that hits a request, if any; the one armed first wins. */
  matchRequest(method: string, path: string): ArmedHttpFault | undefined {
    return this.#draw(isHttpFault, { method, path });
  }

  #draw<Eligible extends ArmedFault>(
    eligible: (fault: ArmedFault) => fault is Eligible,
    call: { method: string; path: string },
  ): Eligible | undefined {
    const candidates = this.#armed.filter(eligible).filter((fault) => isOnRoute(fault, call));
    const due = candidates.filter((fault) => this.#isDue(fault));
    const winner = due[0];
    if (winner) winner.fired += 1;
    return winner;
  }

  #isDue(fault: ArmedFault): boolean {
    fault.matched += 1;
    if (fault.count !== undefined && fault.fired >= fault.count) return false;
    if (fault.nth !== undefined) return fault.matched === fault.nth;
    if (fault.every !== undefined) return fault.matched % fault.every === 0;
    if (fault.probability === undefined) return true;
    return (this.#draws.get(fault)?.float() ?? 1) < fault.probability;
  }
}

function isHttpFault(fault: ArmedFault): fault is ArmedHttpFault {
  return isHttpFaultKind(fault.kind);
}

function isOnRoute(fault: Fault, call: { method: string; path: string }): boolean {
  if (!fault.route) return true;
  const { method, path } = fault.route;
  if (method && method !== call.method.toUpperCase()) return false;
  return path.includes("*") ? globToRegExp(path).test(call.path) : call.path.includes(path);
}

function globToRegExp(glob: string): RegExp {
  const parts = glob.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
