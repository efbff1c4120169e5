// What Kentico's refusals mean. They have no body to go by: an empty 403 stands for eight different
// causes, so the hint lists them (Kentico quirk 2).

import { answerDetails, classifyAnswer } from "../../connector-kit/classify.ts";
import type { CallEffect, HttpAnswer } from "../../connector-kit/http.ts";
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

function notFound(answer: HttpAnswer, what: string): IntegrationError {
  const details = answerDetails(answer);
  if (!isHtml(answer)) {
    return new IntegrationError("RECORD_NOT_FOUND", `Kentico has no ${what}.`, {
      hint: "Check whether it was deleted, and whether the site name of the connection is right.",
      details,
    });
  }
  return new IntegrationError("CONFIGURATION_INVALID", "Kentico's REST service is not there.", {
    hint: "The address must be that of the administration application, without /rest, and WCF HTTP activation must be installed on the server.",
    details,
  });
}

/** The error of an answer, or null for 2xx; `what` names the object asked for. */
export function refusalOf(
  answer: HttpAnswer,
  effect: CallEffect,
  what: string,
): IntegrationError | null {
  const details = answerDetails(answer);
  switch (answer.status) {
    case 401:
      return new IntegrationError(
        "NOT_AUTHENTICATED",
        "Kentico refused the user name or password.",
        {
          hint: "Sign in to the administration with this user: it may be disabled or locked after wrong passwords. Then connect again.",
          details,
        },
      );
    case 403:
      return new IntegrationError("NOT_PERMITTED", `Kentico refused access to ${what}.`, {
        hint: permissionHint,
        details,
      });
    case 404:
      return notFound(answer, what);
    case 400:
      return new IntegrationError("REFUSED_BY_SYSTEM", `Kentico could not process ${what}.`, {
        hint: "Usually a column does not exist or a value does not fit it. Kentico's Event log application holds the exception.",
        details,
      });
    default:
      return classifyAnswer(answer, effect);
  }
}
