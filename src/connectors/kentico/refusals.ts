// What Kentico's refusals mean. They have no body to go by: an empty 403 stands for eight different
// causes, so the hint lists them (Kentico quirk 2).

import { classifyAnswer } from "../../connector-kit/classify.ts";
import type { HttpAnswer } from "../../connector-kit/http.ts";
import type { CallEffect } from "../../core/call-outcome.ts";
import { IntegrationError } from "../../core/errors.ts";

const permissionHint = [
  "Kentico does not say why. Check, in this order:",
  "Settings > Integration > REST: the service is enabled, for objects, and not read-only;",
  "the object type is in the list of allowed types (or the list is empty);",
  "the user has the module permissions for E-commerce (read and modify orders, customers, products, configuration);",
  "the webhook module is installed, if the call concerns ledgerline.webhook.",
].join(" ");

function isHtml(answer: HttpAnswer): boolean {
  return /^\s*text\/html/i.test(answer.headers["content-type"] ?? "");
}

interface Words {
  message: string;
  hint: string;
}

/** What Kentico's statuses mean where that is more than the status says. */
const wordsByStatus: Readonly<Record<number, (what: string) => Words>> = {
  400: (what) => ({
    message: `Kentico could not process ${what}.`,
    hint: "Usually a column does not exist or a value does not fit it. Kentico's Event log application holds the exception.",
  }),
  401: () => ({
    message: "Kentico refused the user name or password.",
    hint: "Sign in to the administration with this user: it may be disabled or locked after wrong passwords. Then connect again.",
  }),
  403: (what) => ({ message: `Kentico refused access to ${what}.`, hint: permissionHint }),
  404: (what) => ({
    message: `Kentico has no ${what}.`,
    hint: "Check whether it was deleted, and whether the site name of the connection is right.",
  }),
};

/** The error of an answer, or null for 2xx; `what` names the object asked for. */
export function refusalOf(
  answer: HttpAnswer,
  effect: CallEffect,
  what: string,
): IntegrationError | null {
  const plain = classifyAnswer(answer, effect);
  if (plain && answer.status === 404 && isHtml(answer)) return withoutService(plain);
  const words = wordsByStatus[answer.status]?.(what);
  if (!plain || !words) return plain;
  return new IntegrationError(plain.code, words.message, {
    hint: words.hint,
    details: plain.details,
  });
}

function withoutService({ details }: IntegrationError): IntegrationError {
  return new IntegrationError("CONFIGURATION_INVALID", "Kentico's REST service is not there.", {
    hint: "The address must be that of the administration application, without /rest, and WCF HTTP activation must be installed on the server.",
    details,
  });
}
