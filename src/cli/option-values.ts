// Reads what users type: numbers of options, and files they name.

import { readFile } from "node:fs/promises";
import { InvalidArgumentError } from "commander";
import { IntegrationError } from "../core/errors.ts";

/** A parser of whole numbers from `least` to `most`; the command line is refused with anything else. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

const secondsIn = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** A length of time such as 90m, 12h or 3d, in seconds. */
export function lengthOfTime(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count === "") throw new InvalidArgumentError("Write it like 90m, 12h or 3d.");
  return Number(count) * secondsIn[unit as keyof typeof secondsIn];
}

/** Rows a listing may be asked for. */
export const rowLimit = wholeNumber(1, 10_000);

/** An instant as ISO 8601 with its offset, or a calendar day, which begins at midnight UTC. */
export function instant(text: string): Date {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const time = new Date(text);
  if (isIso && !Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError("It must be a time such as 2026-03-01T12:00:00Z.");
}

/** The text of a file the user named; throws REQUEST_INVALID when it cannot be read. */
export async function readNamedFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new IntegrationError("REQUEST_INVALID", `The file ${path} cannot be read.`, {
      hint: "Check its name, and that this user may read it.",
      cause,
    });
  }
}
