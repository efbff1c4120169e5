// The mapping function `formatNumber`: write a number.

import { asDecimal, asText, asWhole } from "../language/values.ts";
import { defineMappingFunction } from "./define-function.ts";

/** The places between two digits where a group of three starts. */
const thousands = /(?<=\d)(?=(?:\d{3})+$)/g;

export const formatNumberFunction = defineMappingFunction({
  name: "formatNumber",
  family: "Number",
  title: "Write a number",
  description:
    "Writes a number with a fixed number of decimals (rounded half away from zero), and with the separators you name; without them with a point and no grouping. An empty value stays empty.",
  signatures: [
    "formatNumber(number, decimals)",
    "formatNumber(number, decimals, decimalSeparator)",
    "formatNumber(number, decimals, decimalSeparator, groupSeparator)",
  ],
  arity: [2, 4],
  examples: [
    { expression: "formatNumber(1234.5, 2)", result: "1234.50" },
    { expression: 'formatNumber(1234567.891, 2, ",", ".")', result: "1.234.567,89" },
    { expression: 'formatNumber(-1234, 0, ".", ",")', result: "-1,234" },
    { expression: "formatNumber(-0.001, 2)", result: "0.00" },
    { expression: "formatNumber(src.x, 2)", src: {}, result: null },
  ],
  evaluate: ([value, decimals, point = ".", group = ""]) => {
    if (value === null) return null;
    const places = asWhole(decimals, { min: 0, max: 30 });
    // Rounded before it is written, so that -0.001 becomes 0.00 and not -0.00.
    const text = asDecimal(value).toDecimalPlaces(places).toFixed(places);
    const [whole = "", fraction] = text.split(".");
    const grouped = whole.replaceAll(thousands, () => asText(group));
    return fraction === undefined ? grouped : `${grouped}${asText(point)}${fraction}`;
  },
});
