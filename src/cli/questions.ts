// Asks the person at the keyboard, or reads the answers that a script feeds in.

import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { IntegrationError } from "../core/errors.ts";
import type { CommandContext } from "./command-context.ts";

export interface Questions {
  /** The answer without blanks around it; throws REQUEST_INVALID when the input ends before it. */
  ask(question: string): Promise<string>;
  close(): void;
}

/** One reader for all questions of a command: a second one would lose lines that came early. */
export function openQuestions(
  context: Pick<CommandContext, "note">,
  input: Readable = process.stdin,
): Questions {
  const reader = createInterface({ input, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  return {
    ask: async (question) => {
      context.note(question);
      const { value, done } = await lines.next();
      const answer = done ? "" : value.trim();
      if (answer !== "") return answer;
      throw new IntegrationError("REQUEST_INVALID", "The question was not answered.", {
        hint: "Type the answer and press Enter, or feed it to the command's standard input.",
      });
    },
    close: () => reader.close(),
  };
}
