// One fact about the health of an installation.

import type { JsonObject } from "../core/json.ts";
import type { Db } from "../store/schema.ts";

export interface HealthFinding {
  check: string;
  ok: boolean;
  /** In a person's words, with what to do when it is not all right. */
  detail: string;
  /** The same as figures, for programs; absent when there are none. */
  figures?: JsonObject;
}

/** Looks at one subject. */
export type HealthCheck = (db: Db) => Promise<HealthFinding>;
