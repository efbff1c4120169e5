// The trace of a run: what every field was made of and what came out, for the inspector and the canvas.

import type { ErrorCode, IntegrationError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";

/** One field of one run; `value` is absent when there is an error. */
export interface FieldTrace {
  /** Where the field stands in the output, such as `lines[0].sku`. */
  path: string;
  expression: string;
  value?: Json;
  error?: { code: ErrorCode; message: string };
}

/** A field that could not be worked out. */
export interface FieldFailure {
  path: string;
  expression: string;
  error: IntegrationError;
}
