// Paths of fields in an output, such as "customer.name". Names that reach JavaScript's own machinery
// are refused.

import { forbiddenKeys } from "../core/json.ts";

const nameCharactersMax = 200;

/** The names along a path, or what is wrong with it. */
export function splitTargetPath(path: string): { names: string[]; problem?: string } {
  const names = path.split(".");
  const wrong = names.find((name) => forbiddenKeys.has(name) || !/^[^[\]"'`]+$/.test(name));
  if (path.length > nameCharactersMax) return { names, problem: "The name is too long." };
  if (wrong === undefined) return { names };
  if (forbiddenKeys.has(wrong)) return { names, problem: `The name "${wrong}" is not allowed.` };
  return { names, problem: `"${path}" is not a field; fields are written like customer.name.` };
}
