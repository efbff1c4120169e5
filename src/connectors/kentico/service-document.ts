// The service document: which object types the REST service offers to this user.

import type { CallContext } from "../../connector-kit/operation.ts";
import { getServiceDocument } from "./client.ts";
import { childText, parseXml, type XmlElement } from "./xml-element.ts";

/** Our webhook module's subscription class. */
export const webhookType = "ledgerline.webhook";

function titlesBelow(element: XmlElement): string[] {
  const own = element.name === "collection" ? [childText(element, "title")] : [];
  return [...own, ...element.children.flatMap(titlesBelow)].filter((title) => title !== null);
}

/** Object types, in lower case, of an AtomPub document. Throws MESSAGE_INVALID. */
function readServiceDocument(xml: string): ReadonlySet<string> {
  const titles = titlesBelow(parseXml(xml, "The service document"));
  return new Set(titles.map((title) => title.trim().toLowerCase()));
}

export async function readableTypes(context: CallContext): Promise<ReadonlySet<string>> {
  return readServiceDocument(await getServiceDocument(context));
}
