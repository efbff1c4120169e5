// Every patch still fits today's source, and is what the product is then loaded with.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { patches } from "./registry.ts";
import { applyPatch } from "./source-patch.ts";

const root = new URL("../../../", import.meta.url);
const run = promisify(execFile);

function loadWith(names: string, script: string) {
  return run(
    process.execPath,
    ["--import", "./test/faults/patches/preload.ts", "--input-type=module", "--eval", script],
    { cwd: fileURLToPath(root), env: { ...process.env, LEDGERLINE_PATCHES: names } },
  );
}

test.each(patches)("the patch $name still fits $file", async (patch) => {
  const source = await readFile(new URL(patch.file, root), "utf8");
  expect(applyPatch(patch, source)).not.toBe(source);
});

test("no two patches have one name", () => {
  expect(new Set(patches.map(({ name }) => name)).size).toBe(patches.length);
});

test("a patch whose place is gone or not the only one is refused", () => {
  const patch = { name: "p", file: "f.ts", find: "b", replace: "x" };
  expect(applyPatch(patch, "abc")).toBe("axc");
  expect(() => applyPatch(patch, "ac")).toThrow("finds its place 0 times in f.ts");
  expect(() => applyPatch(patch, "abcb")).toThrow("finds its place 2 times in f.ts");
});

test("the product is loaded with the patches that were named, and with no others", async () => {
  const script = `
    const { finishRuns } = await import("./src/store/runs.ts");
    console.log(finishRuns.toString().includes("r.fence = x.fence"));`;
  expect((await loadWith("mutant-4,mutant-3", script)).stdout).toBe("false\n");
  expect((await loadWith("", script)).stdout).toBe("true\n");
});

test("a patch that does not exist keeps the process from starting", async () => {
  await expect(loadWith("nothing", "console.log(1)")).rejects.toThrow("There is no patch nothing.");
});
