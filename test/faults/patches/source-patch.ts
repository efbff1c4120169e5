// A change of one place in the product's source, made while it is loaded: seeded bugs and places to die at
// live in the tests this way, and not in the product.

export interface SourcePatch {
  /** Names it in LEDGERLINE_PATCHES; letters, digits and hyphens. */
  name: string;
  /** From the root of the repository. */
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
}

/** The changed source. Throws when the place is not there, or not the only one: the patch is out of date. */
export function applyPatch({ name, file, find, replace }: SourcePatch, source: string): string {
  const [before, after, ...others] = source.split(find);
  if (before !== undefined && after !== undefined && others.length === 0) {
    return `${before}${replace}${after}`;
  }
  const count = others.length + (after === undefined ? 0 : 1);
  throw new Error(`The patch ${name} finds its place ${count} times in ${file} instead of once.`);
}
