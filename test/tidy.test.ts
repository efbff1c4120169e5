// House rules that lint cannot express: time and chance only through core, comments, names, sizes,
// and vendor quirks that are cited by number.

import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const linesMax = 400;

interface SourceFile {
  /** From the root of the repository. */
  path: string;
  text: string;
  isTest: boolean;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => !path.includes("node_modules/"));
}

async function readSource(path: string): Promise<SourceFile> {
  const text = await readFile(join(root, path), "utf8");
  const isTest = /\.(test|fixture)\.ts$/.test(path);
  return { path, text, isTest: isTest || path.startsWith("test/") };
}

const folders = ["src", "sandbox", "scripts", "test"];
const paths = (await Promise.all(folders.map(filesBelow))).flat();
const sources = await Promise.all(paths.filter((path) => path.endsWith(".ts")).map(readSource));
const product = sources.filter(({ path, isTest }) => path.startsWith("src/") && !isTest);

/** Lines without their comments, so that a rule may be named in one. */
function codeLines(text: string): string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""))
    .split("\n")
    .map((line) => line.replace(/(^|\s)\/\/.*/, ""));
}

function linesWith(pattern: RegExp, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    codeLines(text).flatMap((line, index) =>
      pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
    ),
  );
}

describe("time, chance and the environment are read in one place each", () => {
  const except = (...allowed: string[]) => product.filter(({ path }) => !allowed.includes(path));

  it("the clock is core/clock.ts", () => {
    const clock = /\bDate\.now\(|\bnew Date\(\)|\bset(Timeout|Interval|Immediate)\(/;
    expect(linesWith(clock, except("src/core/clock.ts"))).toEqual([]);
  });

  it("chance is core/ids.ts", () => {
    const chance = /\bMath\.random\(|\brandom(UUID|Bytes|FillSync|Int)\(/;
    expect(linesWith(chance, except("src/core/ids.ts"))).toEqual([]);
  });

  it("the environment is handed to config.ts by main.ts", () => {
    expect(linesWith(/\bprocess\.env\b/, except("src/config.ts", "src/main.ts"))).toEqual([]);
  });
});

describe("what is never written", () => {
  it("no type is any, and no error of the compiler is silenced", () => {
    expect(linesWith(/[:<]\s*any\b(?!["'])|\bas any\b/, sources)).toEqual([]);
    const silenced = sources.filter(({ text }) => /@ts-(ignore|nocheck|expect-error)/.test(text));
    expect(silenced.map(({ path }) => path)).toEqual([]);
  });

  it("nothing is left to do later", () => {
    const later = /\b(TO[D]O|FIX[M]E|HA[C]K)\b/;
    const found = sources.filter(({ text }) => later.test(text));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it("no test is skipped, and none is alone", () => {
    const partial = /\b(describe|it|test)(\.\w+)*\.(skip|only|todo|fails)\b/;
    expect(linesWith(partial, sources)).toEqual([]);
  });
});

describe("every file", () => {
  it("is named in kebab-case", () => {
    const word = "[a-z0-9]+(-[a-z0-9]+)*";
    const kebab = new RegExp(`^(\\d{4}_)?${word}(_${word})*(\\.${word})*$`);
    const named = paths.map((path) => basename(path)).filter((name) => name !== "README.md");
    expect(named.filter((name) => !kebab.test(name))).toEqual([]);
  });

  it(`has at most ${linesMax} lines`, () => {
    const lengths = sources.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));
    expect(lengths.filter(({ lines }) => lines > linesMax)).toEqual([]);
  });

  it("says at its top what it is for", () => {
    const opening = /^(#!.*\n)?\/\/ \S/;
    const mute = sources.filter(
      ({ path, text }) => !path.endsWith(".test.ts") && !opening.test(text),
    );
    expect(mute.map(({ path }) => path)).toEqual([]);
  });
});

interface Citation {
  file: string;
  /** Named in front of the number, as files outside the vendor's folder do. */
  vendor: string | undefined;
  number: number;
}

function citationsIn({ path, text }: SourceFile): Citation[] {
  const found = text.matchAll(/(?:\b(\w+) )?\bquirks? (\d+(?:(?:, | and | or )\d+)*)/gi);
  return [...found].flatMap(([, vendor, list = ""]) =>
    (list.match(/\d+/g) ?? []).map((number) => ({ file: path, vendor, number: Number(number) })),
  );
}

/** The numbered list of the nearest README, in or above a folder, that has a section on quirks. */
async function quirksOf(folder: string): Promise<number[] | null> {
  if (folder === ".") return null;
  const page = await readFile(join(root, folder, "README.md"), "utf8").catch(() => "");
  const [, section] = page.split(/^## Quirks.*$/m);
  if (section === undefined) return quirksOf(dirname(folder));
  const [list = ""] = section.split(/^## /m);
  return [...list.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
}

async function isListed({ file, vendor = "", number }: Citation): Promise<boolean> {
  const listed =
    (await quirksOf(dirname(file))) ?? (await quirksOf(`src/connectors/${vendor.toLowerCase()}`));
  return listed?.includes(number) ?? false;
}

describe("vendor quirks", () => {
  it("that are cited by number are listed in the vendor's README", async () => {
    const citations = sources.flatMap(citationsIn);
    const known = await Promise.all(citations.map(isListed));
    expect(citations.filter((_, index) => !known[index])).toEqual([]);
  });

  it("are each cited by a test beside them", async () => {
    const readmes = paths.filter((path) => basename(path) === "README.md");
    for (const readme of readmes) {
      const beside = sources.filter(
        ({ path, isTest }) => isTest && path.startsWith(`${dirname(readme)}/`),
      );
      const cited = new Set(beside.flatMap(citationsIn).map(({ number }) => number));
      const listed = await quirksOf(dirname(readme));
      expect(listed?.filter((number) => !cited.has(number)) ?? [], readme).toEqual([]);
    }
  });

  it("are numbered without gaps", async () => {
    const readmes = paths.filter((path) => basename(path) === "README.md");
    for (const readme of readmes) {
      const listed = await quirksOf(dirname(readme));
      expect(listed ?? [], readme).toEqual((listed ?? []).map((_, index) => index + 1));
    }
  });
});
