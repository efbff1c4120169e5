// `ledgerline connect`: makes a connection step by step, also where the vendor needs a person's consent.

import type { Command } from "commander";
import { ensureError, IntegrationError } from "../core/errors.ts";
import { addConnection, type Setup } from "../engine/connection-setup.ts";
import { registerWebhooks } from "../engine/webhook-setup.ts";
import { findConnection } from "../store/connections.ts";
import { type CommandContext, withPlatform } from "./command-context.ts";
import { askForConsent } from "./consent.ts";
import { collect, readNumbers, readPairs, readSettings } from "./pairs.ts";

interface ConnectOptions {
  name?: string;
  title?: string;
  set: string[];
  secret: string[];
  limit: string[];
  account?: string;
  again?: boolean;
}

type NamedOptions = ConnectOptions & { name: string };

export function registerConnect(program: Command, context: CommandContext): void {
  program
    .command("connect <connector>")
    .description(
      "Connect a system: freshbooks or kentico. Its settings: connectors show <connector>",
    )
    .option("--name <name>", "name of the connection (default: the connector's)")
    .option("--title <title>", "title people read")
    .option("--set <name=value>", "a setting; repeat for more", collect, [])
    .option("--secret <name=value>", "a secret; repeat for more", collect, [])
    .option("--limit <name=value>", "a limit such as perSecond=2; repeat for more", collect, [])
    .option("--account <id>", "account to use, where the login reaches several")
    .option("--again", "consent again for a connection that exists")
    .action((connector: string, options: ConnectOptions) =>
      connect(context, connector, { ...options, name: options.name ?? connector }),
    );
}

async function connect(
  context: CommandContext,
  connector: string,
  options: NamedOptions,
): Promise<void> {
  const { name } = options;
  await withPlatform(context, async ({ setup }) => {
    if (options.again) refuseChanges(options);
    else await add(setup, connector, options);
    try {
      const { connector: id } = await findConnection(setup.db, name);
      const needsConsent = setup.connectors.get(id)?.auth.kind === "oauth2";
      if (needsConsent) await askForConsent(context, setup, { name, account: options.account });
      await webhooksIfPossible(context, setup, name);
    } catch (thrown) {
      throw howToGoOn(thrown, { connector, name });
    }
    context.print(`Connected "${name}". Prove it with: connections test ${name}`);
  });
}

function refuseChanges({ name, title, set, secret, limit }: NamedOptions): void {
  if (title === undefined && set.length + secret.length + limit.length === 0) return;
  throw new IntegrationError("REQUEST_INVALID", "--again changes no settings.", {
    hint: `Change them with: connections set ${name}`,
  });
}

async function add(setup: Setup, connector: string, options: NamedOptions): Promise<void> {
  try {
    await addConnection(setup, {
      name: options.name,
      title: options.title,
      connector,
      settings: readSettings(options.set, "--set"),
      secrets: readPairs(options.secret, "--secret"),
      limits: readNumbers(options.limit, "--limit"),
    });
  } catch (thrown) {
    const { code, message, hint } = ensureError(thrown);
    if (code === "ALREADY_EXISTS") {
      throw new IntegrationError(code, message, {
        hint:
          "Change it with connections set, consent once more with connect --again, or choose another " +
          "name with --name.",
        cause: thrown,
      });
    }
    if (code !== "CONFIGURATION_INVALID") throw thrown;
    const settings = `All settings: connectors show ${connector}`;
    throw new IntegrationError(code, message, { hint: `${hint} ${settings}`, cause: thrown });
  }
}

/** The connection is kept, so that what was typed is not lost; the next step is not the first again. */
function howToGoOn(
  thrown: unknown,
  { connector, name }: { connector: string; name: string },
): IntegrationError {
  const error = ensureError(thrown);
  const again = `connect ${connector}${name === connector ? "" : ` --name ${name}`} --again`;
  return new IntegrationError(error.code, error.message, {
    hint: `${error.hint} The connection "${name}" is kept; go on with: ${again}`,
    details: error.details,
    cause: thrown,
  });
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
