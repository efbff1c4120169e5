// Makes a review item out of an attempt that was held.

import { type IdSource, newId } from "../../core/ids.ts";
import { isJsonObject } from "../../core/json.ts";
import { redact } from "../../core/redact.ts";
import type { NewReviewItem } from "../../store/review-items.ts";
import type { FinishedAttempt } from "../run.ts";

/** The item of an attempt; none when it ended in any other way. */
export function reviewItemOf(attempt: FinishedAttempt, ids: IdSource): NewReviewItem[] {
  const { result, run, record } = attempt;
  if (result.kind !== "failed" || result.error.code !== "HELD_FOR_REVIEW") return [];
  const { writes } = result.error.details;
  return [
    {
      id: newId(ids),
      runId: run.id,
      reason: result.error.message,
      writes: Array.isArray(writes) ? writes.filter(isJsonObject).map(redactWrite) : [],
      record,
    },
  ];
}

function redactWrite(write: NewReviewItem["writes"][number]): NewReviewItem["writes"][number] {
  return { ...write, draft: redact(write["draft"]) as NewReviewItem["writes"][number] };
}
