// Throwing a data folder away, with its database and with what a killed process left behind.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { placeCluster } from "./cluster-place.ts";
import { openDatabase } from "./database.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { readProcessFacts } from "./process-facts.ts";
import { removeDataFolder } from "./remove-data-folder.ts";

const holdDataFolder = fileURLToPath(
  new URL("../../test/support/hold-data-folder.ts", import.meta.url),
);
const isRoot = process.getuid?.() === 0;
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function newPlace({ mode }: { mode: number }): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), "ledgerline-data-"));
  await chmod(place, mode);
  undo.push(() => rm(place, { recursive: true, force: true }));
  return join(place, "demo");
}

async function startHolder(dataDir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [holdDataFolder, dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  undo.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  await once(createInterface({ input: child.stdout }), "line");
  return child;
}

async function openAndClose(dataDir: string): Promise<void> {
  const config = { dataDir, databaseUrl: undefined };
  const { close } = await openDatabase({ config, mode: "own" });
  await close();
}

it("a folder that is not there is no trouble", async () => {
  const dataDir = await newPlace({ mode: 0o711 });
  await removeDataFolder(dataDir);
  await expect(stat(dataDir)).rejects.toMatchObject({ code: "ENOENT" });
});

it("a folder somebody works on is left alone, and named with its process", async () => {
  const dataDir = await newPlace({ mode: 0o711 });
  const { pid } = await startHolder(dataDir);
  await expect(removeDataFolder(dataDir)).rejects.toMatchObject({
    code: "DATA_FOLDER_IN_USE",
    message: expect.stringContaining(`process ${pid}`),
  });
  expect((await stat(join(dataDir, "postgres"))).isDirectory()).toBe(true);
});

it("a database left running by a killed process is stopped before its folder goes", async () => {
  const dataDir = await newPlace({ mode: 0o711 });
  const child = await startHolder(dataDir);
  const orphan = await readPostmasterFile(join(dataDir, "postgres"));
  child.kill("SIGKILL");
  await once(child, "exit");
  await removeDataFolder(dataDir);
  expect(await readProcessFacts(orphan?.pid ?? 0)).toBeNull();
  await expect(stat(dataDir)).rejects.toMatchObject({ code: "ENOENT" });
});

it.runIf(isRoot)(
  "as root, a database kept elsewhere goes too, so that the folder can be made anew",
  async () => {
    const dataDir = await newPlace({ mode: 0o700 });
    await mkdir(dataDir);
    await openAndClose(dataDir);
    const { clusterDir, home } = await placeCluster(dataDir);
    undo.push(() => rm(home, { recursive: true, force: true }));
    expect(clusterDir.startsWith(dataDir)).toBe(false);
    await removeDataFolder(dataDir);
    await expect(stat(clusterDir)).rejects.toMatchObject({ code: "ENOENT" });
    await openAndClose(dataDir);
    await removeDataFolder(dataDir);
  },
);
