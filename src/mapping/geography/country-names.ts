// Finds a country by either ISO code, its English name, or a name people use for it.

import { countryTable } from "./country-table.ts";
import { placeKey } from "./place-key.ts";

export interface Country {
  /** ISO 3166-1 alpha-2. */
  code: string;
  /** ISO 3166-1 alpha-3. */
  longCode: string;
  name: string;
}

/** Further names in use, by two-letter code. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  BO: ["Plurinational State of Bolivia"],
  BN: ["Brunei Darussalam"],
  CD: ["DR Congo", "Democratic Republic of the Congo", "Congo - Kinshasa"],
  CG: ["Republic of the Congo", "Congo - Brazzaville"],
  CI: ["Ivory Coast"],
  CV: ["Cabo Verde"],
  CZ: ["Czech Republic"],
  DE: ["Federal Republic of Germany"],
  FK: ["Falkland Islands (Malvinas)"],
  FM: ["Federated States of Micronesia"],
  GB: ["UK", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"],
  HK: ["Hong Kong SAR China"],
  IR: ["Islamic Republic of Iran"],
  KP: ["Democratic People's Republic of Korea"],
  KR: ["Korea", "Republic of Korea", "Korea (South)"],
  LA: ["Lao People's Democratic Republic"],
  MD: ["Republic of Moldova"],
  MK: ["Macedonia"],
  MM: ["Burma"],
  MO: ["Macau"],
  NL: ["Holland"],
  PS: ["State of Palestine", "Palestinian Territories"],
  RU: ["Russian Federation"],
  SY: ["Syrian Arab Republic"],
  SZ: ["Swaziland"],
  TL: ["East Timor"],
  TR: ["Turkey"],
  TW: ["Taiwan, Province of China"],
  TZ: ["United Republic of Tanzania"],
  US: ["United States of America", "America"],
  VA: ["Holy See"],
  VE: ["Bolivarian Republic of Venezuela"],
  VN: ["Viet Nam"],
};

/** All countries, by two-letter code. */
export const countries: readonly Country[] = countryTable
  .trim()
  .split("\n")
  .map((row) => ({ code: row.slice(0, 2), longCode: row.slice(3, 6), name: row.slice(7) }));

const byKey: ReadonlyMap<string, Country> = new Map(
  countries.flatMap((country) =>
    [country.code, country.longCode, country.name, ...(otherNames[country.code] ?? [])].map(
      (name): [string, Country] => [placeKey(name), country],
    ),
  ),
);

/** The country of a code or name, or undefined when there is none. */
export function findCountry(codeOrName: string): Country | undefined {
  return byKey.get(placeKey(codeOrName));
}
