// Seeded bugs, numbered as in reliability.md section 4.6: a harness is trusted only as far as it finds them.
// The list has two of the eighteen, kept fitting to today's source by a test; no command runs them yet.

import type { SourcePatch } from "../patches/source-patch.ts";

export interface Mutant {
  /** In reliability.md section 4.6. */
  number: number;
  /** What the product then does wrong. */
  breaks: string;
  patches: readonly SourcePatch[];
}

export const mutants: readonly Mutant[] = [
  {
    number: 3,
    breaks: "A create that may have happened is repeated as soon as a look-up finds nothing.",
    patches: [
      {
        name: "mutant-3",
        file: "src/engine/create-effect.ts",
        find: "if (leftMs <= 0) return;",
        replace: "if (leftMs <= Number.MAX_VALUE) return;",
      },
    ],
  },
  {
    number: 4,
    breaks: "A worker that lost its claim still writes the result of its attempt.",
    patches: [
      {
        name: "mutant-4",
        file: "src/store/runs.ts",
        find: "where r.id = x.id and r.fence = x.fence and r.status = 'running'",
        replace: "where r.id = x.id",
      },
    ],
  },
];
