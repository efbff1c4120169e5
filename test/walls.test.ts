// Proves that lint enforces the table of rooms in ARCHITECTURE.md, both ways: an import between rooms
// that the table does not allow is refused, and every other one passes.

import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The table "Rooms, and who may import whom": room -> rooms it may import. */
async function readTable(): Promise<Map<string, string[]>> {
  const page = await readFile(join(root, "ARCHITECTURE.md"), "utf8");
  const [, section = ""] = page.split("## Rooms, and who may import whom");
  const [text = ""] = section.split("\n## ");
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  const names = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  return new Map(
    rows.map((row) => row.split("|")).map(([, room, , may]) => [names(room)[0] ?? "", names(may)]),
  );
}

async function namesIn(folder: string, kind: "folders" | "all"): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  return entries.filter((each) => kind === "all" || each.isDirectory()).map((each) => each.name);
}

const table = await readTable();
const rooms = [...table.keys()];
const connectors = await namesIn("src/connectors", "folders");
const pureRooms = ["canonical", "accounting", "mapping"];
const forTests = ["src/accounting/order-builder.fixture.ts", "test/support/world.ts"];

const isFile = (room: string) => room.endsWith(".ts");

function folderOf(room: string): string {
  if (room === "sandbox") return "sandbox";
  return room === "connectors" ? `src/connectors/${connectors[0]}` : `src/${room}`;
}

/** A file in a room, as a path from the root. */
function fileIn(room: string, name = "any.ts"): string {
  return isFile(room) ? `src/${room}` : `${folderOf(room)}/${name}`;
}

function others(room: string): string[] {
  return rooms.filter((other) => other !== room).map((other) => fileIn(other));
}

/** Files that import what follows, one import a line. */
function offenders(): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const room of rooms) {
    files.set(fileIn(room, "offender.ts"), others(room));
    if (!isFile(room)) files.set(fileIn(room, "deeper/offender.ts"), others(room));
    if (!isFile(room)) files.set(fileIn(room, "offender.test.ts"), others(room));
  }
  for (const connector of connectors) {
    const siblings = connectors.filter((other) => other !== connector);
    const targets = siblings.map((other) => `src/connectors/${other}/client.ts`);
    files.set(`src/connectors/${connector}/neighbour.ts`, targets);
    files.set(`src/connectors/${connector}/operations/neighbour.ts`, targets);
  }
  for (const room of pureRooms) files.set(fileIn(room, "node.ts"), ["node:fs", "node:fs/promises"]);
  files.set("src/core/node.ts", ["node:http", "node:crypto"]);
  files.set("src/engine/uses-tests.ts", forTests);
  files.set("src/cli/uses-tests.ts", forTests);
  files.set("src/vault/kit.ts", ["src/connector-kit/auth.ts", "src/connector-kit/http.ts"]);
  return files;
}

function importLine(from: string, target: string): string {
  if (target.startsWith("node:")) return `import "${target}";`;
  const path = relative(dirname(from), target);
  return `import "${path.startsWith(".") ? path : `./${path}`}";`;
}

/** What lint refuses of the offenders' imports, by file. */
async function lint(project: string, files: Map<string, string[]>): Promise<Map<string, string[]>> {
  const program = join(root, "node_modules/.bin/biome");
  const options = ["--only=style/noRestrictedImports", "--reporter=github", "--vcs-enabled=false"];
  const args = ["lint", ...options, "--max-diagnostics=none", project];
  const { stdout } = await promisify(execFile)(program, args, { cwd: project }).catch(
    (failed: { stdout: string }) => failed,
  );
  const found = [...stdout.matchAll(/file=([^,]+),line=(\d+)/g)].map(
    ([, file = "", line]) => [file, Number(line) - 1] as const,
  );
  const ofFile = (path: string) =>
    found.filter(([file]) => file.endsWith(`/${path}`)).map(([, index]) => index);
  return new Map(
    [...files].map(([path, targets]) => [
      path,
      ofFile(path)
        .toSorted((a, b) => a - b)
        .map((index) => targets[index] ?? `line ${index}`),
    ]),
  );
}

const files = offenders();
let project: string;
let refused: Map<string, string[]>;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "ledgerline-walls-"));
  await copyFile(join(root, "biome.json"), join(project, "biome.json"));
  for (const [path, targets] of files) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    const lines = targets.map((target) => importLine(path, target));
    await writeFile(join(project, path), `${lines.join("\n")}\n`);
  }
  refused = await lint(project, files);
});

afterAll(() => rm(project, { recursive: true, force: true }));

it("the table of rooms names every room there is", async () => {
  const found = (await namesIn("src", "all")).filter((name) => !name.endsWith(".test.ts"));
  expect(rooms.toSorted()).toEqual([...found, "sandbox"].toSorted());
});

function forbidden(room: string): string[] {
  const allowed = (table.get(room) ?? []).map((other) => fileIn(other));
  return others(room).filter((path) => !allowed.includes(path));
}

it.each(rooms)("%s imports what the table allows and nothing else", (room) => {
  expect(refused.get(fileIn(room, "offender.ts"))).toEqual(forbidden(room));
});

describe.each(rooms.filter((room) => !isFile(room)))("%s", (room) => {
  it("has the same walls in its subfolders", () => {
    expect(refused.get(fileIn(room, "deeper/offender.ts"))).toEqual(forbidden(room));
  });

  it("leaves its tests free, except those of the sandbox", () => {
    const expected = room === "sandbox" ? forbidden(room) : [];
    expect(refused.get(fileIn(room, "offender.test.ts"))).toEqual(expected);
  });
});

it.each(connectors)("%s imports no other connector", (connector) => {
  for (const path of ["neighbour.ts", "operations/neighbour.ts"]) {
    const file = `src/connectors/${connector}/${path}`;
    expect(refused.get(file)).toEqual(files.get(file));
  }
});

it.each(pureRooms)("%s imports nothing of Node, so that it runs in a browser", (room) => {
  expect(refused.get(fileIn(room, "node.ts"))).toEqual(["node:fs", "node:fs/promises"]);
});

it("core does no I/O, but may hash", () => {
  expect(refused.get("src/core/node.ts")).toEqual(["node:http"]);
});

it("the product never imports what is made for its tests", () => {
  expect(refused.get("src/engine/uses-tests.ts")).toEqual(forTests);
  expect(refused.get("src/cli/uses-tests.ts")).toEqual(forTests);
});

it("vault knows the types of a connector's tokens, and no more of the kit", () => {
  expect(refused.get("src/vault/kit.ts")).toEqual(["src/connector-kit/http.ts"]);
});
