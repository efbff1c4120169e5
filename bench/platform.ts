// The product under measurement, as a process of its own: everything `ledgerline start` composes, with the
// stand-in's connector. Works only once it is told to, so that intake can be measured by itself.

import { readFile } from "node:fs/promises";
import { readConfig } from "../src/config.ts";
import { addConnection, type Setup } from "../src/engine/connection-setup.ts";
import { enableFlow, saveFlow } from "../src/engine/flow-setup.ts";
import { hookUrl, registerWebhooks, webhookSecrets } from "../src/engine/webhook-setup.ts";
import { parseFlow } from "../src/flows/document.ts";
import { listen, openPlatform } from "../src/platform.ts";
import { standIn } from "./stand-in/connector.ts";

const [apiUrl = ""] = process.argv.slice(2);
const config = readConfig(process.env, "/");
const platform = await openPlatform({
  config,
  mode: "own",
  connectors: new Map([[standIn.id, standIn]]),
});
const server = await listen(platform, config);

async function connect(setup: Setup): Promise<{ url: string; secret: string }> {
  const settings = { baseUrl: apiUrl };
  for (const name of ["store", "books"]) {
    await addConnection(setup, { name, connector: standIn.id, settings, secrets: {} });
  }
  await registerWebhooks(setup, "store", server.url);
  const document = parseFlow(await readFile(new URL("flow.yaml", import.meta.url), "utf8"));
  await saveFlow(setup, { document, params: {}, roles: { store: ["store"], books: ["books"] } });
  await enableFlow(setup, document.flow);
  const configuration = await setup.configuration.current();
  const store = [...configuration.connections.values()].find(({ name }) => name === "store");
  if (!store) throw new Error("There is no store.");
  const secrets = await webhookSecrets(setup, store.id);
  return { url: hookUrl(server.url, store), secret: secrets["default"] ?? "" };
}

process.on("message", async (message) => {
  if (message === "start") await platform.engine.start();
  if (message === "usage") {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1_000, rssBytes: process.memoryUsage().rss });
  }
  if (message !== "stop") return;
  await server.close();
  await platform.close();
  process.disconnect();
});
process.send?.(await connect(platform.setup));
