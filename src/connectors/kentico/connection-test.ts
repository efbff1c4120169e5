// What "Test connection" proves about a Kentico: signing in, reading, writing being allowed, the time
// zone, and whether the webhook module is there. It changes nothing.

import type { ConnectionFinding } from "../../connector-kit/connector.ts";
import type { CallContext } from "../../connector-kit/operation.ts";
import { ensureError } from "../../core/errors.ts";
import { listObjects, putObject } from "./client.ts";
import { discoverCustomFields } from "./custom-fields.ts";
import { fitsZone } from "./server-time.ts";
import { readableTypes, webhookType } from "./service-document.ts";
import { kenticoSettingsOf } from "./settings.ts";
import { orderSystemColumns } from "./wire/order.ts";

const neededTypes = [
  "ecommerce.order",
  "ecommerce.orderitem",
  "ecommerce.orderaddress",
  "ecommerce.customer",
  "ecommerce.address",
  "ecommerce.sku",
  "ecommerce.orderstatus",
  "ecommerce.currency",
  "ecommerce.taxclass",
  "ecommerce.taxclasscountry",
  "ecommerce.taxclassstate",
  "ecommerce.paymentoption",
  "ecommerce.shippingoption",
  "cms.country",
  "cms.state",
];

function checkTypes(types: ReadonlySet<string>): ConnectionFinding {
  const missing = neededTypes.filter((type) => !types.has(type));
  return {
    check: "Reading",
    ok: missing.length === 0,
    detail:
      missing.length === 0
        ? `All ${neededTypes.length} object types can be read.`
        : `Kentico does not offer this user: ${missing.join(", ")}. Allow them in Settings > Integration > REST.`,
  };
}

/**
 * A change of order 0, which cannot exist: 404 proves that the service takes writes, 403 that it is
 * read-only. Whether the user may modify orders only the first real write shows.
 */
async function checkWriting(context: CallContext): Promise<ConnectionFinding> {
  const check = "Writing";
  try {
    await putObject(context, { type: "ecommerce.order", id: "0" }, {});
  } catch (thrown) {
    const { code, message } = ensureError(thrown);
    if (code === "RECORD_NOT_FOUND") {
      const detail =
        "The service takes writes. The permission ModifyOrders is not proved before the first one.";
      return { check, ok: true, detail };
    }
    const refused = "The REST service is read-only, or the user may not modify orders.";
    return { check, ok: false, detail: code === "NOT_PERMITTED" ? refused : message };
  }
  return { check, ok: false, detail: "Kentico accepted a change of an order that cannot exist." };
}

async function checkZone(context: CallContext): Promise<ConnectionFinding> {
  const check = "Time zone";
  const { timeZone } = kenticoSettingsOf(context.settings);
  const { records } = await listObjects(context, {
    type: "ecommerce.order",
    scope: "site",
    columns: ["OrderID", "OrderLastModified"],
    orderBy: "OrderLastModified DESC,OrderID DESC",
    limit: 20,
  });
  const times = records.map((record) => String(record["OrderLastModified"]));
  const odd = times.find((time) => !fitsZone(time, timeZone));
  if (times.length === 0) return { check, ok: true, detail: "There is no order to compare with." };
  if (odd === undefined) {
    return { check, ok: true, detail: `The newest orders carry offsets of ${timeZone}.` };
  }
  const detail = `An order carries the time ${odd}, which ${timeZone} does not have: choose the server's zone.`;
  return { check, ok: false, detail };
}

function checkModule(types: ReadonlySet<string>): ConnectionFinding {
  const isThere = types.has(webhookType);
  return {
    check: "Webhooks",
    ok: isThere,
    detail: isThere
      ? "The webhook module is installed."
      : "The webhook module is not installed (or not readable): changes are found by polling.",
  };
}

/** Columns the shop has added to orders reach flows as custom fields, under their own names. */
async function checkCustomFields(context: CallContext): Promise<ConnectionFinding> {
  const fields = await discoverCustomFields(context, {
    type: "ecommerce.order",
    systemColumns: orderSystemColumns,
  });
  const names = fields.map(({ name, type }) => (type === null ? name : `${name} (${type})`));
  const detail =
    names.length === 0 ? "Orders have no columns of the shop's own." : names.join(", ");
  return { check: "Custom fields of orders", ok: true, detail };
}

/** A check that could not be made is a finding too. */
async function attempted(
  check: string,
  run: () => Promise<ConnectionFinding>,
): Promise<ConnectionFinding> {
  try {
    return await run();
  } catch (thrown) {
    const { message, hint } = ensureError(thrown);
    return { check, ok: false, detail: `${message} ${hint}` };
  }
}

/** All findings; throws NOT_AUTHENTICATED, NETWORK_UNREACHABLE when there is nothing to find. */
export async function testKentico(context: CallContext): Promise<ConnectionFinding[]> {
  const types = await readableTypes(context);
  const signedIn = { check: "Sign-in", ok: true, detail: "User name and password are accepted." };
  return [
    signedIn,
    checkTypes(types),
    await checkWriting(context),
    await attempted("Time zone", () => checkZone(context)),
    await attempted("Custom fields of orders", () => checkCustomFields(context)),
    checkModule(types),
  ];
}
