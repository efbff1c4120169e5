// How Kentico's column types look in its JSON answers. Kinds of columns only, no objects.

import { z } from "zod";

/** decimal(18,9): a JSON number that arrives as its own text, such as "241.750000000". */
export const decimalColumn = z.coerce.string().regex(/^-?\d+(\.\d+)?$/, "not a decimal number");

/** A primary or foreign key. */
export const idColumn = z.int();

/** A time of the server's clock with the server's offset, such as "2024-11-02T23:41:07.193+01:00". */
export const dateColumn = z.string();

export const guidColumn = z.string();

export const booleanColumn = z.boolean();
