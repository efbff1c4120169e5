// Parameters of a flow as they are typed: `--set dueDays=14 --set invoiceStatuses=paid,shipped`.

import type { Json, JsonObject } from "../core/json.ts";
import type { FlowDocument, FlowParameter } from "../flows/document.ts";
import { jsonOrText, readPairs } from "./pairs.ts";

/** Values as the types of the parameters have them; what does not fit is left for the check to refuse. */
export function readParameters(
  { parameters }: Pick<FlowDocument, "parameters">,
  pairs: readonly string[],
): JsonObject {
  return Object.fromEntries(
    Object.entries(readPairs(pairs, "--set")).map(([name, value]) => [
      name,
      parameterValue(parameters[name], value),
    ]),
  );
}

function parameterValue(parameter: FlowParameter | undefined, value: string): Json {
  switch (parameter?.type) {
    case "number":
      return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    case "boolean":
      return jsonOrText(value);
    case "list":
      return value.startsWith("[") ? jsonOrText(value) : listOf(value);
    default:
      return value;
  }
}

function listOf(value: string): string[] {
  return value === "" ? [] : value.split(",").map((item) => item.trim());
}
