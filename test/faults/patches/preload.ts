// Given with `node --import`: loads the product with the patches that LEDGERLINE_PATCHES names, separated
// by commas. Without the variable, nothing is changed. A patch that does not fit ends the process.

import { registerHooks } from "node:module";
import { patchesNamed } from "./registry.ts";
import { applyPatch, type SourcePatch } from "./source-patch.ts";

const root = new URL("../../../", import.meta.url);
const chosen = patchesNamed(process.env["LEDGERLINE_PATCHES"] ?? "");
const byUrl = Map.groupBy(chosen, ({ file }) => new URL(file, root).href);

function patched(source: string, url: string): string {
  const own: readonly SourcePatch[] = byUrl.get(url) ?? [];
  return own.reduce((text, patch) => applyPatch(patch, text), source);
}

/** The source comes as it was written: types are stripped after this. */
registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!byUrl.has(url)) return loaded;
    if (loaded.source === null || loaded.source === undefined) {
      throw new Error(`The source of ${url} did not come with it, so it cannot be patched.`);
    }
    const source =
      typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    return { ...loaded, source: patched(source, url) };
  },
});
