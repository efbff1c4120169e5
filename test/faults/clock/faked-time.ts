// A program whose wall clock can be set while it runs, by libfaketime.

import { chmod, glob, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface FakedTime {
  /** Path of a program that runs the given one with the faked clock. */
  wrap(program: string): Promise<string>;
  /** From now on, its clock is off by so many seconds. */
  setShift(seconds: number): Promise<void>;
}

/** Where Debian's package puts it, and where it was unpacked to without being installed. */
async function findLibrary(): Promise<string | null> {
  const given = process.env["LIBFAKETIME"];
  if (given) return given;
  for await (const path of glob("/usr/lib/*/faketime/libfaketime.so.1")) return path;
  return null;
}

/** Null when the library is not on this machine. */
export async function fakedTime(folder: string): Promise<FakedTime | null> {
  const library = await findLibrary();
  if (library === null) return null;
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const stamp = join(folder, "faketime");
  const setShift = (seconds: number) =>
    writeFile(stamp, `${seconds < 0 ? "" : "+"}${seconds}`, { mode: 0o644 });
  await setShift(0);
  return {
    setShift,
    wrap: async (program) => {
      const path = join(folder, "program");
      const environment = [
        `LD_PRELOAD=${library}`,
        `FAKETIME_TIMESTAMP_FILE=${stamp}`,
        "FAKETIME_NO_CACHE=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
      ];
      await writeFile(path, `#!/bin/sh\n${environment.join(" ")} exec "${program}" "$@"\n`);
      await chmod(path, 0o755);
      return path;
    },
  };
}
