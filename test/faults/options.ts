// What can be asked of a run on the command line.

import { parseArgs } from "node:util";

export interface FaultsOptions {
  orders: number;
  kills: number;
  dbCrashes: number;
  seed: number;
  json: boolean;
}

/** Throws on an unknown option or one that is not a whole number. */
export function readOptions(args: readonly string[]): FaultsOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      orders: { type: "string", default: "2000" },
      kills: { type: "string", default: "400" },
      "db-crashes": { type: "string", default: "8" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
  });
  return {
    orders: wholeNumber("orders", values.orders),
    kills: wholeNumber("kills", values.kills),
    dbCrashes: wholeNumber("db-crashes", values["db-crashes"]),
    seed: wholeNumber("seed", values.seed),
    json: values.json,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not "${text}".`);
  return Number(text);
}
