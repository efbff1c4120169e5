// Changes JSON texts and keeps the digits of all numbers they hold. What is no JSON stays as it is.

/** A number of a text, with its digits; see the proposal "JSON.parse source text access". */
export interface RawNumber {
  readonly rawJSON: string;
}

interface RawJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source: string }) => unknown,
  ): unknown;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}

/** Not in TypeScript's library yet. */
const { parse, rawJSON, isRawJSON } = JSON as unknown as RawJson;

export const rawNumber = rawJSON;
export const isRawNumber = isRawJSON;

export type Members = readonly (readonly [name: string, value: unknown])[];

/** The text with the members of every object that is not a number run through `change`, innermost first. */
export function changeMembers(text: string, change: (members: Members) => Members): string {
  const value = parsed(text);
  return value === undefined ? text : JSON.stringify(changed(value, change));
}

function parsed(text: string): unknown {
  try {
    return parse(text, (_key, value, { source }) =>
      typeof value === "number" ? rawJSON(source) : value,
    );
  } catch {
    return undefined;
  }
}

function changed(value: unknown, change: (members: Members) => Members): unknown {
  if (typeof value !== "object" || value === null || isRawJSON(value)) return value;
  if (Array.isArray(value)) return value.map((each) => changed(each, change));
  const members = Object.entries(value).map(
    ([name, member]) => [name, changed(member, change)] as const,
  );
  return Object.fromEntries(change(members));
}
