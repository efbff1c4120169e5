// What one copy of a delivery says: the module's own words, or what a fault has made of them.
import type { DeliveryVariant } from "../kit/webhook-fault.ts";

export interface DeliveredContent {
  /** `webhook-id`. */
  id: string;
  body: string;
  isBadlySigned: boolean;
}

interface Plain {
  id: string;
  body: string;
}

export function deliveredContent({ id, body }: Plain, variant: DeliveryVariant): DeliveredContent {
  const { copy, isRewritten, isForUnknownAccount, isBadlySigned } = variant;
  const meant = isForUnknownAccount ? fromElsewhere(body) : body;
  if (!isRewritten) return { id, body: meant, isBadlySigned };
  // Blanks at the end of a JSON text mean nothing.
  return { id: `${id}-${copy}`, body: `${meant}${"\n".repeat(copy)}`, isBadlySigned };
}

/** The same from a site that this connection knows nothing of. */
function fromElsewhere(body: string): string {
  const envelope = JSON.parse(body) as { data: { source: object } };
  const source = { ...envelope.data.source, site: "Elsewhere", siteId: 404_404 };
  return JSON.stringify({ ...envelope, data: { ...envelope.data, source } });
}
