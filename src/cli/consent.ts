// The consent of a person on the command line, in copy-the-code mode: it works where no https callback
// reaches this machine.

import type { AccountChoice } from "../connector-kit/connector.ts";
import { IntegrationError } from "../core/errors.ts";
import type { Setup } from "../engine/connection-setup.ts";
import { beginConsent, chooseAccount, finishConsent, listAccounts } from "../engine/consent.ts";
import type { CommandContext } from "./command-context.ts";
import { openQuestions, type Questions } from "./questions.ts";

export interface Consent {
  /** Name of the connection. */
  name: string;
  /** Id of the account to use; asked for when absent and several can be used. */
  account: string | undefined;
}

/** Leads a person through the vendor's consent page and the choice of an account. */
export async function askForConsent(
  context: CommandContext,
  setup: Setup,
  { name, account }: Consent,
): Promise<void> {
  const { url, state } = await beginConsent(setup, name);
  context.print(
    `Open this address, allow access, and copy the address you are sent to:\n\n${url}\n`,
  );
  const questions = openQuestions(context);
  try {
    const answer = await questions.ask("The address you were sent to (or the code alone):");
    await finishConsent(setup, name, readAnswer(answer, state));
    const chosen = account ?? (await askForAccount(questions, await listAccounts(setup, name)));
    await chooseAccount(setup, name, chosen);
  } finally {
    questions.close();
  }
}

/** The whole address carries a state that must be ours; a code alone was copied by the same person. */
export function readAnswer(text: string, state: string): { code: string; state: string } {
  const trimmed = text.trim();
  const query = queryOf(trimmed);
  if (query === null) return { code: trimmed, state };
  const refusal = query.get("error_description") ?? query.get("error");
  if (refusal)
    throw new IntegrationError("NOT_AUTHENTICATED", `The consent was refused: ${refusal}.`, {
      hint: "Begin again, and press the button that allows access.",
    });
  const code = query.get("code");
  if (code) return { code, state: query.get("state") ?? "" };
  throw new IntegrationError("REQUEST_INVALID", "The address contains no code.", {
    hint: "Copy the address the browser shows after access was allowed, from https:// to its end.",
  });
}

/** What an address or its end asks for; null for a code alone. */
function queryOf(text: string): URLSearchParams | null {
  if (URL.canParse(text)) return new URL(text).searchParams;
  return /(^|[?&])code=/.test(text) ? new URLSearchParams(text.slice(text.indexOf("?") + 1)) : null;
}

async function askForAccount(
  questions: Questions,
  accounts: readonly AccountChoice[],
): Promise<string> {
  const usable = accounts.filter((choice) => !choice.unusable);
  const [only, ...others] = usable;
  if (only && others.length === 0) return only.id;
  if (!only) {
    const reasons = accounts.map(({ title, unusable }) => `${title}: ${unusable}`);
    throw new IntegrationError("NOT_PERMITTED", "This login reaches no account that can be used.", {
      hint: reasons.join("; ") || "Sign in as a user who belongs to an account.",
    });
  }
  const list = usable.map(({ id, title }) => `  ${id}  ${title}`).join("\n");
  return questions.ask(`Accounts of this login:\n${list}\nId of the account to use:`);
}
