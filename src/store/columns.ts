// The types of columns: instants are read as Date, jsonb as plain JSON; a jsonb column is written as text
// made by `toJsonb`.

import type { ColumnType } from "kysely";
import type { JsonObject } from "../core/json.ts";

export type Instant = ColumnType<Date, Date | string, Date | string>;
export type InstantOrNull = ColumnType<
  Date | null,
  Date | string | null | undefined,
  Date | string | null
>;
/** Set by the database when absent. */
export type StampedInstant = ColumnType<Date, Date | string | undefined, Date | string>;

export type JsonColumn<T = JsonObject> = ColumnType<T, string, string>;
export type JsonWithDefault<T = JsonObject> = ColumnType<T, string | undefined, string>;
export type JsonOrNull<T = JsonObject> = ColumnType<
  T | null,
  string | null | undefined,
  string | null
>;
