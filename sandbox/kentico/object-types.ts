// All object types the stand-in serves, as in Xperience 13.0.107.
import { commerceTypes } from "./commerce-types.ts";
import { configurationTypes, systemTypes } from "./configuration-types.ts";
import type { ObjectType } from "./object-type.ts";

/** A fresh copy per shop, because a shop may add columns of its own. */
export function xperienceObjectTypes(): ObjectType[] {
  return [...commerceTypes(), ...configurationTypes(), ...systemTypes()];
}
