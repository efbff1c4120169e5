// Makes the embedded database's cluster, once, and keeps its password.

import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { IntegrationError } from "../core/errors.ts";
import { systemRandom } from "../core/ids.ts";
import { type ClusterPlace, hasCluster, rememberPlace } from "./cluster-place.ts";
import { readIfExists, writePrivateFile } from "./data-folder.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { runProgram } from "./postgres-program.ts";
import type { SystemUser } from "./postgres-user.ts";

/** The only role of the cluster. */
export const roleName = "ledgerline";

async function giveTo(path: string, user: SystemUser | null): Promise<void> {
  if (user !== null) await chown(path, user.uid, user.gid);
}

/** Runs initdb beside the final folder and moves it there when complete, so that half a cluster is never used. */
async function initialise(
  place: ClusterPlace,
  binaries: PostgresBinaries,
  password: string,
): Promise<void> {
  const fresh = `${place.clusterDir}.new`;
  const passwordFile = `${fresh}.password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await giveTo(fresh, place.user);
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(passwordFile, place.user);
  const args = ["-D", fresh, `--username=${roleName}`, `--pwfile=${passwordFile}`];
  try {
    await runProgram(
      binaries.initdb,
      [...args, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"],
      place.user,
    );
  } catch (cause) {
    throw new IntegrationError("DATABASE_UNAVAILABLE", "The embedded database cannot be made.", {
      hint: `Check that there is free space for ${place.home}, and that it can be written.`,
      cause,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, place.clusterDir);
}

/** Makes the cluster unless it exists. Returns the password of its role. */
export async function ensureCluster(
  place: ClusterPlace,
  binaries: PostgresBinaries,
): Promise<string> {
  const passwordPath = join(place.dataDir, "postgres-password");
  const known = await readIfExists(passwordPath);
  if (await hasCluster(place)) {
    if (known !== null) return known;
    throw new IntegrationError(
      "CONFIGURATION_INVALID",
      `The file ${passwordPath} is missing, so the embedded database cannot be opened.`,
      { hint: "Restore the file from a backup of the data folder." },
    );
  }
  const password = known ?? Buffer.from(systemRandom.bytes(24)).toString("base64url");
  await writePrivateFile(passwordPath, password);
  await initialise(place, binaries, password);
  await rememberPlace(place);
  return password;
}
