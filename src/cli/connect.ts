// `ledgerline connect`: makes a connection step by step, also where the vendor needs a person's consent.

import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { IntegrationError } from "../core/errors.ts";
import { addConnection, type Setup } from "../engine/connection-setup.ts";
import { beginConsent, chooseAccount, finishConsent, listAccounts } from "../engine/consent.ts";
import { registerWebhooks } from "../engine/webhook-setup.ts";
import { findConnection } from "../store/connections.ts";
import { type CommandContext, withPlatform } from "./command-context.ts";
import { collect, readPairs, readSettings } from "./pairs.ts";

interface ConnectOptions {
  name?: string;
  title?: string;
  set: string[];
  secret: string[];
  limit: string[];
  account?: string;
  again?: boolean;
}

export function registerConnect(program: Command, context: CommandContext): void {
  program
    .command("connect <connector>")
    .description("Connect a system: freshbooks or kentico.")
    .option("--name <name>", "name of the connection (default: the connector's)")
    .option("--title <title>", "title people read")
    .option("--set <name=value>", "a setting; repeat for more", collect, [])
    .option("--secret <name=value>", "a secret; repeat for more", collect, [])
    .option("--limit <name=value>", "a limit such as perSecond=2; repeat for more", collect, [])
    .option("--account <id>", "account to use, where the login reaches several")
    .option("--again", "consent again for a connection that exists")
    .action((connector: string, options: ConnectOptions) => connect(context, connector, options));
}

async function connect(
  context: CommandContext,
  connector: string,
  options: ConnectOptions,
): Promise<void> {
  const name = options.name ?? connector;
  await withPlatform(context, async ({ setup }) => {
    if (!options.again) await add(setup, connector, { ...options, name });
    await consentIfNeeded(context, setup, { name, account: options.account });
    await webhooksIfPossible(context, setup, name);
    context.print(`Connected "${name}". Prove it with: connections test ${name}`);
  });
}

async function add(
  setup: Setup,
  connector: string,
  options: ConnectOptions & { name: string },
): Promise<void> {
  await addConnection(setup, {
    name: options.name,
    title: options.title,
    connector,
    settings: readSettings(options.set, "--set"),
    secrets: readPairs(options.secret, "--secret"),
    limits: readSettings(options.limit, "--limit"),
  });
}

interface Consent {
  name: string;
  account: string | undefined;
}

/** Copy-the-code mode: works where no https callback reaches this machine. */
async function consentIfNeeded(
  context: CommandContext,
  setup: Setup,
  { name, account }: Consent,
): Promise<void> {
  const row = await findConnection(setup.db, name);
  if (setup.connectors.get(row.connector)?.auth.kind !== "oauth2") return;
  const { url, state } = await beginConsent(setup, name);
  context.print(
    `Open this address, allow access, and copy the address you are sent to:\n\n${url}\n`,
  );
  const answer = await ask("Address (or the code alone): ");
  await finishConsent(setup, name, readAnswer(answer, state));
  await pickAccount(context, setup, { name, account });
}

/** The whole address carries a state that must be ours; a code alone was copied by the same person. */
export function readAnswer(text: string, state: string): { code: string; state: string } {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return { code: trimmed, state };
  const query = new URL(trimmed).searchParams;
  const refusal = query.get("error_description") ?? query.get("error");
  if (refusal)
    throw new IntegrationError("NOT_AUTHENTICATED", `The consent was refused: ${refusal}.`);
  return { code: query.get("code") ?? "", state: query.get("state") ?? "" };
}

async function pickAccount(
  context: CommandContext,
  setup: Setup,
  { name, account }: Consent,
): Promise<void> {
  const usable = (await listAccounts(setup, name)).filter((choice) => !choice.unusable);
  const [only] = usable;
  if (account === undefined && usable.length !== 1) {
    const list = usable.map((choice) => `  ${choice.id}  ${choice.title}`).join("\n");
    context.print(`Accounts of this login:\n${list}`);
  }
  const id = account ?? (usable.length === 1 ? only?.id : await ask("Account: "));
  if (id) await chooseAccount(setup, name, id.trim());
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

async function webhooksIfPossible(
  context: CommandContext,
  setup: Setup,
  name: string,
): Promise<void> {
  const { publicUrl } = context.config();
  if (publicUrl) {
    const registered = await registerWebhooks(setup, name, publicUrl);
    context.print(
      `Webhooks registered: ${registered.map((each) => each.event || "all").join(", ")}`,
    );
  } else {
    context.print(
      "No webhooks were registered, changes are polled. To get them at once, set LEDGERLINE_PUBLIC_URL " +
        `and run: connections webhooks ${name}`,
    );
  }
}
