// The signature of a webhook: an HMAC over the form written as Python's `json.dumps` would (quirk 33).
import { createHmac } from "node:crypto";

export const signatureHeader = "X-FreshBooks-Hmac-SHA256";

/** Base64 of HMAC-SHA256 with the callback's verifier as key, over the fields in the order they are sent. */
export function signForm(form: ReadonlyMap<string, string>, verifier: string): string {
  return createHmac("sha256", verifier).update(pythonJson(form)).digest("base64");
}

function pythonJson(form: ReadonlyMap<string, string>): string {
  const members = [...form].map(([key, value]) => `${pythonString(key)}: ${pythonString(value)}`);
  return `{${members.join(", ")}}`;
}

/** JSON.stringify escapes as Python does, except that Python also escapes DEL and all that is not ASCII. */
function pythonString(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
