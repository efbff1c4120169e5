// All patches there are, by name.

import { failPoints } from "../fail-points.ts";
import { mutants } from "../mutants/mutants.ts";
import type { SourcePatch } from "./source-patch.ts";

export const patches: readonly SourcePatch[] = [
  ...mutants.flatMap((mutant) => mutant.patches),
  ...failPoints,
];

/** The patches of a list of names separated by commas; throws when there is none of a name. */
export function patchesNamed(names: string): SourcePatch[] {
  return names
    .split(",")
    .filter((name) => name !== "")
    .map((name) => {
      const patch = patches.find((each) => each.name === name);
      if (patch) return patch;
      throw new Error(`There is no patch ${name}.`);
    });
}
