// What many simulated worlds come to.

import type { Count } from "../oracle/world.ts";
import type { WorldReport } from "./run-world.ts";

export const counts: readonly Count[] = [
  "duplicates",
  "missing",
  "wrong",
  "lostAcknowledged",
  "orphans",
];

export interface SimulationReport extends Record<Count, number> {
  orders: number;
  worlds: number;
  crashes: number;
}

/** True when a world broke a promise. */
export function isBroken(report: Record<Count, number>): boolean {
  return counts.some((count) => report[count] > 0);
}

export function sumUp(reports: readonly WorldReport[]): SimulationReport {
  const sum = (pick: (report: WorldReport) => number) =>
    reports.reduce((total, report) => total + pick(report), 0);
  return {
    orders: sum(({ orders }) => orders),
    worlds: reports.length,
    crashes: sum(({ crashes }) => crashes),
    duplicates: sum(({ duplicates }) => duplicates),
    missing: sum(({ missing }) => missing),
    wrong: sum(({ wrong }) => wrong),
    lostAcknowledged: sum(({ lostAcknowledged }) => lostAcknowledged),
    orphans: sum(({ orphans }) => orphans),
  };
}
