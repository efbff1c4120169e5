// `ledgerline migrate`: brings the database to the newest schema.

import type { Command } from "commander";
import { openDatabase } from "../store/database.ts";
import { migrate } from "../store/migrate.ts";
import type { CommandContext } from "./command-context.ts";

export function registerMigrate(program: Command, context: CommandContext): void {
  program
    .command("migrate")
    .description("Bring the database to the newest schema.")
    .option("--json", "print as JSON")
    .action(async (options: { json?: boolean }) => {
      const database = await openDatabase({ config: context.config(), mode: "join-or-own" });
      try {
        const { applied } = await migrate(database.db);
        if (options.json) context.print(JSON.stringify({ applied }));
        else
          context.print(applied.length === 0 ? "The database is up to date." : applied.join("\n"));
      } finally {
        await database.close();
      }
    });
}
