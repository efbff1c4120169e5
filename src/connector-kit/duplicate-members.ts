// Finds JSON in which an object names a member twice. JSON.parse keeps the last value and other readers the
// first, so such a text has no sure meaning (RFC 8259, section 4).

import type { Json } from "../core/json.ts";

/** Place of the quote that ends the text which begins at `start`. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at;
}

function isName(json: string, end: number): boolean {
  let at = end + 1;
  while (/\s/.test(json[at] ?? "")) at += 1;
  return json[at] === ":";
}

function countNames(json: string): number {
  let names = 0;
  let start = json.indexOf('"');
  while (start !== -1) {
    const end = endOfText(json, start);
    if (isName(json, end)) names += 1;
    start = json.indexOf('"', end + 1);
  }
  return names;
}

function countMembers(parsed: Json): number {
  let members = 0;
  const open: Json[] = [parsed];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const inside = Object.values(value);
    if (!Array.isArray(value)) members += inside.length;
    for (const each of inside) open.push(each);
  }
  return members;
}

/** `parsed` must be what `json` was parsed to. */
export function hasDuplicateMembers(json: string, parsed: Json): boolean {
  return countNames(json) > countMembers(parsed);
}
