// The tax lookup table of the sandbox: from the simulated shop's tax classes to taxes of the books, as a
// person would fill it in.

import { seedTaxClasses } from "../../../sandbox/kentico/tax-classes.ts";
import type { JsonObject } from "../../core/json.ts";

/** Taxes that are not simply one tax of the shop's percent. */
const special: JsonObject = {
  "Sales|CA|QC": {
    taxes: [
      { name: "GST", rate: "5" },
      { name: "QST", rate: "9.975" },
    ],
  },
  "Sales|US|CA": {
    taxes: [{ name: "Sales tax 7.75 %", rate: "7.75" }],
    breakdown: "State 6 %, county 0.25 %, city 1 %, district 0.5 %",
  },
};

/** Rows keyed by `<tax class>|<country>|<state>`. */
export function sandboxTaxTable(): JsonObject {
  const rows = seedTaxClasses.flatMap(({ name, rates }) =>
    rates.map(({ countryCode, stateCode, percent }) => [
      [name, countryCode, stateCode].filter(Boolean).join("|"),
      { taxes: percent === "0" ? [] : [{ name: `${name} ${percent} %`, rate: percent }] },
    ]),
  );
  return { ...(Object.fromEntries(rows) as JsonObject), ...special };
}
