// Keeps the documents true: links lead somewhere, commands and scripts exist, settings are all described.

import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFile(join(root, path), "utf8");

async function pages(): Promise<string[]> {
  const folders = ["docs", "src", "sandbox", "examples"];
  const below = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true });
      return names.map((name) => `${folder}/${name}`);
    }),
  );
  return [...(await readdir(root)), ...below.flat()].filter(
    (path) => path.endsWith(".md") && !path.includes("node_modules/"),
  );
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Targets of links inside the repository, without their anchors. */
function linkedPaths(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => target.split("#")[0] ?? "");
}

/** `code` that names a file from the root of the repository. */
function namedFiles(text: string): string[] {
  return [...text.matchAll(/`((?:src|sandbox|test|scripts|docs|examples|\.ci)\/[\w./-]+)`/g)]
    .map(([, path = ""]) => path)
    .filter((path) => !path.endsWith("..."));
}

const all = await pages();
const guides = all.filter((path) => !/^(src|sandbox|examples)\//.test(path));

it("links between documents lead to files that exist", async () => {
  const broken: string[] = [];
  for (const page of all) {
    for (const target of linkedPaths(await read(page))) {
      if (!(await exists(join(root, dirname(page), target)))) broken.push(`${page}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

it("files named in documents exist", async () => {
  const broken: string[] = [];
  for (const page of guides) {
    for (const path of namedFiles(await read(page))) {
      if (!(await exists(join(root, path)))) broken.push(`${page}: ${path}`);
    }
  }
  expect(broken).toEqual([]);
});

it("npm scripts named in documents exist", async () => {
  const { scripts } = JSON.parse(await read("package.json"));
  const unknown: string[] = [];
  for (const page of guides) {
    const named = (await read(page)).matchAll(/\bnpm (?:run (?:-s )?([a-z-]+)|(start|test))/g);
    const names = [...named].map(([, run, short]) => run ?? short ?? "");
    unknown.push(...names.filter((name) => !Object.hasOwn(scripts, name)));
  }
  expect(unknown).toEqual([]);
});

/** Commands and options the command line declares: "flows" -> ["list", "enable", ..., "--role"]. */
async function declaredCommands(): Promise<Map<string, Set<string>>> {
  const commands = new Map<string, Set<string>>();
  const files = await readdir(join(root, "src/cli"));
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const text = await read(`src/cli/${file}`);
    const names = [...text.matchAll(/\.command\("([a-z-]+)/g)].map(([, name = ""]) => name);
    const options = [...text.matchAll(/ption\(\s*"(--[a-z-]+)/g)].map(([, name = ""]) => name);
    for (const name of names) {
      const known = commands.get(name) ?? [];
      commands.set(name, new Set([...known, ...names, ...options, "--help"]));
    }
  }
  return commands;
}

it("the README's table of commands has each of them", async () => {
  const files = (await readdir(join(root, "src/cli"))).filter((name) => name.endsWith(".ts"));
  const texts = await Promise.all(files.map((file) => read(`src/cli/${file}`)));
  const declared = [...texts.join("\n").matchAll(/program\s*\.command\("([a-z-]+)/g)];
  const [, table = ""] = (await read("README.md")).split("| command | does |");
  const rows = table.split("\n\n")[0]?.split("\n") ?? [];
  const described = rows.flatMap((row) => row.split("|")[1]?.match(/[a-z-]{3,}/g) ?? []);
  const commands = declared.map(([, name = ""]) => name);
  expect(described.filter((name) => name !== "---").toSorted()).toEqual(commands.toSorted());
});

it("documents call commands and options that the command line has", async () => {
  const declared = await declaredCommands();
  const wrong: string[] = [];
  for (const page of guides) {
    const text = (await read(page)).replaceAll(/\\\n\s*/g, " ");
    for (const [, line = ""] of text.matchAll(/npm run -s ledgerline -- ([^\n`]*)/g)) {
      const [command = "", second = ""] = line.split(" ");
      const parts = [second, ...(line.match(/--[a-z-]+/g) ?? [])].filter((part) =>
        /^[a-z-]/.test(part),
      );
      const known = declared.get(command);
      const isGroup = known?.has("list") ?? false;
      const unknown = parts.filter(
        (part) => (isGroup || part.startsWith("-")) && !known?.has(part),
      );
      if (!known || unknown.length > 0) wrong.push(`${basename(page)}: ${line}`);
    }
  }
  expect(wrong).toEqual([]);
});

it("every environment variable that is read is described, and no other", async () => {
  const variable = /\b(?:LEDGERLINE_[A-Z_]+|DATABASE_URL)\b/g;
  const readOnes = (await read("src/config.ts")).match(variable) ?? [];
  const table = (await read("docs/guides/operation.md"))
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const described = table.flatMap((line) => line.match(/^\| `([A-Z_]+)`/)?.[1] ?? []);
  expect(described.toSorted()).toEqual([...new Set(readOnes)].toSorted());
  for (const page of guides) {
    const mentioned = (await read(page)).match(variable) ?? [];
    expect(
      mentioned.filter((name) => !described.includes(name)),
      page,
    ).toEqual([]);
  }
});

it("every decision is in the list of decisions, under its own title", async () => {
  const files = await readdir(join(root, "docs/decisions"));
  const index = await read("docs/decisions/README.md");
  const decisions = files.filter((name) => /^\d{4}-/.test(name)).toSorted();
  const expected = await Promise.all(
    decisions.map(async (name) => {
      const [, title] = /^# \d{4}: (.+)$/m.exec(await read(`docs/decisions/${name}`)) ?? [];
      return `| [${name.slice(0, 4)}](${name}) | ${title} |`;
    }),
  );
  expect(index.split("\n").filter((line) => line.startsWith("| [0"))).toEqual(expected);
});
