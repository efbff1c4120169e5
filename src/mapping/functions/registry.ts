// Every mapping function there is. A new function is one file and one line here.

import { absFunction } from "./abs.ts";
import { addDaysFunction } from "./add-days.ts";
import { amountOfFunction } from "./amount-of.ts";
import { boolFunction } from "./bool.ts";
import { coalesceFunction } from "./coalesce.ts";
import { compactFunction } from "./compact.ts";
import { containsFunction } from "./contains.ts";
import { convertCurrencyFunction } from "./convert-currency.ts";
import { countFunction } from "./count.ts";
import { countryCodeFunction } from "./country-code.ts";
import { countryNameFunction } from "./country-name.ts";
import { currencyOfFunction } from "./currency-of.ts";
import { dateFunction } from "./date.ts";
import { dateInZoneFunction } from "./date-in-zone.ts";
import { daysBetweenFunction } from "./days-between.ts";
import { decimalFunction } from "./decimal.ts";
import { defaultFunction } from "./default.ts";
import type { MappingFunction } from "./define-function.ts";
import { endsWithFunction } from "./ends-with.ts";
import { firstFunction } from "./first.ts";
import { firstNameFunction } from "./first-name.ts";
import { formatDateFunction } from "./format-date.ts";
import { formatNumberFunction } from "./format-number.ts";
import { joinFunction } from "./join.ts";
import { lastFunction } from "./last.ts";
import { lastNameFunction } from "./last-name.ts";
import { listFunction } from "./list.ts";
import { lookupFunction } from "./lookup.ts";
import { lowerFunction } from "./lower.ts";
import { matchesFunction } from "./matches.ts";
import { maxFunction } from "./max.ts";
import { minFunction } from "./min.ts";
import { moneyFunction } from "./money.ts";
import { nowFunction } from "./now.ts";
import { numberFunction } from "./number.ts";
import { padStartFunction } from "./pad-start.ts";
import { parseDateFunction } from "./parse-date.ts";
import { parseNumberFunction } from "./parse-number.ts";
import { replaceFunction } from "./replace.ts";
import { roundFunction } from "./round.ts";
import { sizeFunction } from "./size.ts";
import { splitFunction } from "./split.ts";
import { splitNameFunction } from "./split-name.ts";
import { startsWithFunction } from "./starts-with.ts";
import { stateCodeFunction } from "./state-code.ts";
import { stateNameFunction } from "./state-name.ts";
import { stringFunction } from "./string.ts";
import { substringFunction } from "./substring.ts";
import { sumFunction } from "./sum.ts";
import { titleFunction } from "./title.ts";
import { todayFunction } from "./today.ts";
import { trimFunction } from "./trim.ts";
import { truncateFunction } from "./truncate.ts";
import { uniqueFunction } from "./unique.ts";
import { upperFunction } from "./upper.ts";

const declarations: readonly MappingFunction[] = [
  stringFunction,
  decimalFunction,
  numberFunction,
  boolFunction,
  joinFunction,
  splitFunction,
  replaceFunction,
  trimFunction,
  upperFunction,
  lowerFunction,
  titleFunction,
  truncateFunction,
  padStartFunction,
  substringFunction,
  containsFunction,
  startsWithFunction,
  endsWithFunction,
  matchesFunction,
  roundFunction,
  absFunction,
  minFunction,
  maxFunction,
  formatNumberFunction,
  parseNumberFunction,
  moneyFunction,
  amountOfFunction,
  currencyOfFunction,
  convertCurrencyFunction,
  dateFunction,
  dateInZoneFunction,
  formatDateFunction,
  parseDateFunction,
  addDaysFunction,
  daysBetweenFunction,
  nowFunction,
  todayFunction,
  listFunction,
  firstFunction,
  lastFunction,
  sumFunction,
  countFunction,
  sizeFunction,
  uniqueFunction,
  compactFunction,
  lookupFunction,
  defaultFunction,
  coalesceFunction,
  countryCodeFunction,
  countryNameFunction,
  stateCodeFunction,
  stateNameFunction,
  firstNameFunction,
  lastNameFunction,
  splitNameFunction,
];

/** The functions by name, in the order of the reference page. */
export const mappingFunctions: ReadonlyMap<string, MappingFunction> = new Map(
  declarations.map((declaration) => [declaration.name, declaration]),
);
