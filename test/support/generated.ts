// How many generated cases a property is tried on: a few by default, as many as a command asks for.

import fc from "fast-check";
import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** From `--runs` of `npm run properties` and `npm run model`; absent in a plain test run. */
    generatedRuns?: number;
    /** From `--seed`: repeats what a failure printed. */
    generatedSeed?: number;
    /** From `--path`: goes straight to the shrunk case of that seed. */
    generatedPath?: string;
  }
}

/** What a run of generated cases was asked to be; `usualRuns` when nothing was asked. */
export function generatedParameters(usualRuns: number): fc.Parameters<unknown> {
  const seed = inject("generatedSeed");
  const path = inject("generatedPath");
  return {
    numRuns: inject("generatedRuns") ?? usualRuns,
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path }),
  };
}

/** Asserts that a property holds; a failure prints the smallest case, with its seed and path. */
export function holds<Case>(property: fc.IProperty<Case>, usualRuns = 200): void {
  fc.assert(property, generatedParameters(usualRuns) as fc.Parameters<Case>);
}
