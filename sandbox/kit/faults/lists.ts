// Faults of lists. Give them the route of a list: elsewhere they change nothing.
import type { HttpFaultFamily } from "../http-fault.ts";
import { distortList } from "../list-distortion.ts";

export const lists = {
  "list-lag": {
    catalogue: { F18: "records of the last `delayMs` (20000 if absent) are not listed yet" },
    parameters: ["delayMs"],
    executed: "yes",
    onArrival: ({ fault, request }) => distortList(request, { lagMs: fault.delayMs ?? 20_000 }),
  },
  "row-moves": {
    catalogue: {
      F19: "since the page before, the first record of this page has moved to the front of the list: one record twice, another never",
    },
    parameters: [],
    executed: "yes",
    onArrival: ({ request }) => distortList(request, { rowMoved: true }),
  },
  "filters-ignored": {
    catalogue: { F20: "the whole list, whatever was searched for" },
    parameters: [],
    executed: "yes",
    onArrival: ({ request }) => distortList(request, { filtersIgnored: true }),
  },
  "wrong-total": {
    catalogue: {
      F21: "the total is off `by` so many (1 if absent); a number of pages stays right",
    },
    parameters: ["by"],
    executed: "yes",
    onArrival: ({ fault, request }) => distortList(request, { totalOffBy: fault.by ?? 1 }),
  },
} as const satisfies HttpFaultFamily;
