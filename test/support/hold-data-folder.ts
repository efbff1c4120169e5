// A process of its own that owns the database of a data folder until it is ended. Tests kill it.
// Arguments: the data folder. Writes one line when the database is open.

import { openDatabase } from "../../src/store/database.ts";

const [, , dataDir = ""] = process.argv;
const { connectionString, close } = await openDatabase({
  config: { dataDir, databaseUrl: undefined },
  mode: "own",
});
process.stdout.write(`${JSON.stringify({ connectionString })}\n`);
process.once("SIGTERM", async () => {
  await close();
  process.exit(0);
});
await new Promise((resolve) => process.stdin.once("end", resolve).resume());
await close();
