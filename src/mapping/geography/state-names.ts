// Finds a state, province or territory by its code or name, within a country.

import { findCountry } from "./country-names.ts";
import { placeKey } from "./place-key.ts";
import { stateTables } from "./state-tables.ts";

export interface State {
  /** The part of ISO 3166-2 after the country: "MA", not "US-MA". */
  code: string;
  name: string;
}

function readTable(rows: string): ReadonlyMap<string, State> {
  const states = rows
    .trim()
    .split("\n")
    .map((row) => ({ code: row.split(" ", 1)[0] ?? "", name: row.slice(row.indexOf(" ") + 1) }));
  return new Map(
    states.flatMap((state) => [
      [placeKey(state.code), state] as const,
      [placeKey(state.name), state] as const,
    ]),
  );
}

const byCountry: ReadonlyMap<string, ReadonlyMap<string, State>> = new Map(
  Object.entries(stateTables).map(([country, rows]) => [country, readTable(rows)]),
);

/** The state of a code ("MA", "US-MA") or name; undefined when the country or the state is not known. */
export function findState(country: unknown, codeOrName: string): State | undefined {
  const code = typeof country === "string" ? findCountry(country)?.code : undefined;
  if (code === undefined) return undefined;
  const wanted = codeOrName.trim().replace(new RegExp(`^${code}-`, "i"), "");
  return byCountry.get(code)?.get(placeKey(wanted));
}
