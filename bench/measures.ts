// What is measured, and how a run of the benchmark differs when it has to be quick.

/** Orders worked on, and calls in flight, at the same time: the same for the product and the bare script. */
export const callsAtOnce = 64;

export interface Plan {
  /** Orders of each throughput measurement. */
  orders: number;
  /** Webhooks of each intake measurement. */
  webhooks: number;
  /** Orders a second of the latency measurement, and for how long. */
  steady: { perSecond: number; seconds: number };
  /** Pairs of measurements, product and bare script in turn; the median counts. */
  rounds: number;
}

export const quickPlan: Plan = {
  orders: 6_000,
  webhooks: 10_000,
  steady: { perSecond: 200, seconds: 10 },
  rounds: 1,
};

export const fullPlan: Plan = {
  orders: 20_000,
  webhooks: 30_000,
  steady: { perSecond: 200, seconds: 30 },
  rounds: 3,
};

export interface OrderFigures {
  perSecond: number;
  bareScriptPerSecond: number;
  /** Product to bare script. */
  ratio: number;
  p50Ms: number;
  p99Ms: number;
  cpuMsPerOrder: { platform: number; database: number };
}

export interface IntakeFigures {
  perSecond: number;
  bareRoutePerSecond: number;
  ratio: number;
  p50Ms: number;
  p99Ms: number;
}

export interface Figures {
  orders: OrderFigures;
  intake: IntakeFigures;
  /** Resident memory of the platform's process after all its work. */
  rssMB: number;
  seconds: number;
}

/** The value below which a share of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
