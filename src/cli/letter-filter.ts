// The options that say which dead letters are meant, as the store understands them.

import { type Command, Option } from "commander";
import { IntegrationError } from "../core/errors.ts";
import { codesOf, type LetterClass, letterClasses } from "../engine/letters/letter-class.ts";
import { findConnection } from "../store/connections.ts";
import type { LetterFilter } from "../store/dead-letters.ts";
import type { Db } from "../store/schema.ts";
import { lengthOfTime } from "./option-values.ts";

export interface FilterOptions {
  code?: string;
  class?: LetterClass;
  group?: string;
  flow?: string;
  connection?: string;
  olderThan?: number;
  find?: string;
}

/** Adds the options to a command. */
export function withFilterOptions(command: Command): Command {
  return command
    .option("--code <code>", "only those of one error code, such as TAX_UNMAPPED")
    .addOption(
      new Option("--class <class>", "only those of one class").choices(Object.keys(letterClasses)),
    )
    .option("--group <fingerprint>", "only those of one cause, as groups prints it")
    .option("--flow <flow>", "only those of one flow")
    .option("--connection <name>", "only those of records that came from one connection")
    .option("--older-than <time>", "only those opened so long ago, such as 3d", lengthOfTime)
    .option("--find <text>", "only those with this in number, customer or message");
}

/** Throws REQUEST_INVALID when the user restricted nothing and did not say that all are meant. */
export function assertSaid(options: FilterOptions & { all?: boolean }): void {
  const { code, class: letterClass, group, flow, connection, olderThan, find } = options;
  const restrictions = [code, letterClass, group, flow, connection, olderThan, find];
  if (options.all || restrictions.some((value) => value !== undefined)) return;
  throw notSaid("It is not said which dead letters are meant.");
}

export function notSaid(message: string): IntegrationError {
  return new IntegrationError("REQUEST_INVALID", message, {
    hint: "Give the id of one, or a filter such as --group, or --all; dead-letters list shows them.",
  });
}

/** Throws NOT_FOUND for a connection that does not exist, REQUEST_INVALID for a code outside the class. */
export async function filterOf(db: Db, options: FilterOptions): Promise<LetterFilter> {
  const { connection } = options;
  return {
    codes: codesMeant(options),
    fingerprint: options.group,
    flowId: options.flow,
    connectionId: connection === undefined ? undefined : (await findConnection(db, connection)).id,
    olderThanSeconds: options.olderThan,
    text: options.find,
  };
}

function codesMeant({ code, class: letterClass }: FilterOptions): string[] | undefined {
  if (letterClass === undefined) return code === undefined ? undefined : [code];
  const codes: string[] = codesOf(letterClass);
  if (code === undefined) return codes;
  if (codes.includes(code)) return [code];
  throw new IntegrationError("REQUEST_INVALID", `${code} is not of the class "${letterClass}".`);
}
