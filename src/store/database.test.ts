// The embedded database with real processes: start, second process, SIGKILL, root.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, expect, inject, test, vi } from "vitest";
import { hasCode, readIfExists } from "./data-folder.ts";
import { type OpenDatabase, openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { readProcessFacts } from "./process-facts.ts";

const holdDataFolder = fileURLToPath(
  new URL("../../test/support/hold-data-folder.ts", import.meta.url),
);
const isRoot = process.getuid?.() === 0;
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** As root the folder can be entered by others, unless asked otherwise. */
async function dataFolder({ mode = isRoot ? 0o711 : 0o700 } = {}): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "ledgerline-data-"));
  await chmod(dataDir, mode);
  undo.push(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function open(dataDir: string, mode: "own" | "join-or-own" = "own"): Promise<OpenDatabase> {
  const opened = await openDatabase({ config: { dataDir, databaseUrl: undefined }, mode });
  undo.push(async () => {
    await opened.close().catch(() => undefined);
  });
  return opened;
}

async function startHolder(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [holdDataFolder, dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  undo.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, url: JSON.parse(line).connectionString };
}

test("an embedded database starts in less than 5 seconds on first use, and keeps its data", async () => {
  const dataDir = await dataFolder();
  const before = performance.now();
  const first = await open(dataDir);
  expect(performance.now() - before).toBeLessThan(5_000);
  await migrate(first.db);
  await first.db.insertInto("lookup_table").values({ name: "taxes", title: "Taxes" }).execute();
  await first.close();

  const second = await open(dataDir);
  const rows = await second.db.selectFrom("lookup_table").select("name").execute();
  expect(rows).toEqual([{ name: "taxes" }]);
});

test("the embedded database writes to disk before it confirms, and only local users with the password get in", async () => {
  const { pool, connectionString } = await open(await dataFolder());
  const { rows } = await pool.query(
    "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'server_encoding') order by name",
  );
  expect(rows).toEqual([
    { name: "fsync", setting: "on" },
    { name: "listen_addresses", setting: "127.0.0.1" },
    { name: "server_encoding", setting: "UTF8" },
    { name: "synchronous_commit", setting: "on" },
  ]);
  const withoutPassword = new URL(connectionString);
  withoutPassword.password = "guess";
  const config = { dataDir: "", databaseUrl: withoutPassword.href };
  const refused = openDatabase({ config, mode: "own" });
  await expect(refused).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
});

test("files with secrets can be read by their owner only", async () => {
  const dataDir = await dataFolder();
  await open(dataDir);
  for (const name of ["postgres-password", "database.json", "lock", "postgres.log"]) {
    const { mode } = await stat(join(dataDir, name));
    expect([name, mode & 0o077]).toEqual([name, 0]);
  }
});

test("a second process on the data folder is refused, told which process has it", async () => {
  const dataDir = await dataFolder();
  const { child } = await startHolder(dataDir);
  await expect(open(dataDir)).rejects.toMatchObject({
    code: "DATA_FOLDER_IN_USE",
    message: expect.stringContaining(`process ${child.pid}`),
  });
});

test("a command beside a running server uses the server's database and leaves it running", async () => {
  const dataDir = await dataFolder();
  const { url } = await startHolder(dataDir);
  const joined = await open(dataDir, "join-or-own");
  expect(joined.connectionString).toBe(url);
  await joined.close();
  const again = await open(dataDir, "join-or-own");
  expect((await again.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("a command with no server running starts the database itself", async () => {
  const alone = await open(await dataFolder(), "join-or-own");
  expect((await alone.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("of two that take over a dead holder's folder at the same time, one gets it", async () => {
  const dataDir = await dataFolder();
  await writeFile(join(dataDir, "lock"), '{"pid":999999,"startMark":"1"}');
  const results = await Promise.allSettled([open(dataDir), open(dataDir)]);
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a lock whose process id now belongs to another process is taken over", async () => {
  const dataDir = await dataFolder();
  await writeFile(join(dataDir, "lock"), `{"pid":${process.pid},"startMark":"not ours"}`);
  await open(dataDir);
});

test("after SIGKILL of the server, all it had committed is there on the next start", async () => {
  const dataDir = await dataFolder();
  const { child, url } = await startHolder(dataDir);
  const beside = await openDatabase({
    config: { dataDir, databaseUrl: url },
    mode: "own",
  });
  await migrate(beside.db);
  await beside.db.insertInto("lookup_table").values({ name: "taxes", title: "Taxes" }).execute();
  await beside.close();
  const orphan = await readPostmasterFile(join(dataDir, "postgres"));
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await readProcessFacts(orphan?.pid ?? 0)).not.toBeNull();

  const reopened = await open(dataDir);
  expect(await readProcessFacts(orphan?.pid ?? 0)).toBeNull();
  const rows = await reopened.db.selectFrom("lookup_table").select("name").execute();
  expect(rows).toEqual([{ name: "taxes" }]);
});

test("PostgreSQL killed under a running server comes back by itself, with all it had committed", async () => {
  const dataDir = await dataFolder();
  const { pool } = await open(dataDir);
  await pool.query("create table public.kept (n int)");
  await pool.query("insert into public.kept values (7)");
  const clusterDir = join(dataDir, "postgres");
  const killed = await readPostmasterFile(clusterDir);
  process.kill(killed?.pid ?? 0, "SIGKILL");
  const restarted = async () => {
    const present = await readPostmasterFile(clusterDir);
    expect(present).toMatchObject({ status: "ready" });
    expect(present?.pid).not.toBe(killed?.pid);
  };
  await vi.waitFor(restarted, { timeout: 15_000 });
  expect((await pool.query("select n from public.kept")).rows).toEqual([{ n: 7 }]);
});

test("a server that stops while PostgreSQL is being restarted leaves none behind", async () => {
  const dataDir = await dataFolder();
  const opened = await open(dataDir);
  const clusterDir = join(dataDir, "postgres");
  process.kill((await readPostmasterFile(clusterDir))?.pid ?? 0, "SIGKILL");
  await opened.close();
  const left = await readPostmasterFile(clusterDir);
  expect(left === null ? null : await readProcessFacts(left.pid)).toBeNull();
});

test("a postmaster.pid whose process id now belongs to another process does not prevent the start", async () => {
  const dataDir = await dataFolder();
  await (await open(dataDir)).close();
  const path = join(dataDir, "postgres", "postmaster.pid");
  await writeFile(path, `${process.pid}\n${join(dataDir, "postgres")}\n`);
  await open(dataDir);
});

test("a first start that was interrupted half-way is done again", async () => {
  const dataDir = await dataFolder();
  await writeFile(join(dataDir, "postgres.new"), "half");
  await open(dataDir);
});

test.runIf(isRoot)(
  "as root, in a folder that only root may enter, the database lives outside and is found again",
  async () => {
    const dataDir = await dataFolder({ mode: 0o700 });
    undo.push(async () => {
      const home = await readIfExists(join(dataDir, "postgres-home"));
      if (home !== null) await rm(home.trim(), { recursive: true, force: true });
    });
    const first = await open(dataDir);
    await first.pool.query("create table public.kept (n int)");
    await first.close();
    expect(await readFile(join(dataDir, "postgres-home"), "utf8")).toMatch(
      /^\/var\/lib\/ledgerline\//,
    );

    const second = await open(dataDir);
    expect((await second.pool.query("select * from public.kept")).rows).toEqual([]);
  },
);

test("a database that is gone is named as such, without its password", async () => {
  const url = new URL(inject("testServer"));
  url.pathname = "/no_such_database";
  const opening = openDatabase({ config: { dataDir: "", databaseUrl: url.href }, mode: "own" });
  const error = await opening.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "DATABASE_UNAVAILABLE",
    message: expect.stringContaining("no_such_database"),
  });
  expect(String(error)).not.toContain(url.password);
});

test("a data folder that cannot be made is refused with what to do", async () => {
  const dataDir = await dataFolder();
  await writeFile(join(dataDir, "file"), "");
  const opening = open(join(dataDir, "file", "below"));
  await expect(opening).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
});

test("the error code of a file that is missing is recognised, other errors are not", async () => {
  const missing = await readFile("/no/such/file").catch((thrown: unknown) => thrown);
  expect(hasCode(missing, "ENOENT")).toBe(true);
  expect(hasCode("ENOENT", "ENOENT")).toBe(false);
});
