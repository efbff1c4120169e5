// Reads FreshBooks' error bodies, in all the shapes its families and API versions use (quirk 1).

import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";

/** One thing FreshBooks objects to. */
export interface VendorProblem {
  /** FreshBooks' own error number, such as 1012; null when it gives none. */
  errno: number | null;
  message: string;
  field: string | null;
}

function text(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function number(value: Json | undefined): number | null {
  const digits = typeof value === "number" ? String(value) : (text(value) ?? "");
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function member(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

/** Accounting, old: `{response: {errors: [{errno, field, message}]}}`, with HTTP 4xx or 200. */
function ofAccountingErrors(body: JsonObject): VendorProblem[] {
  return objects(member(body, "response")["errors"]).map((error) => ({
    errno: number(error["errno"]),
    message: text(error["message"]) ?? "no reason given",
    field: text(error["field"]),
  }));
}

/** Accounting, new, and the ledger: details of `{reason, metadata: {message, field}}`. */
function ofErrorDetails(details: Json | undefined): VendorProblem[] {
  return objects(details)
    .filter((detail) => "metadata" in detail || "reason" in detail)
    .map((detail) => {
      const metadata = member(detail, "metadata");
      return {
        errno: number(detail["reason"]),
        message: text(metadata["message"]) ?? text(detail["reason"]) ?? "no reason given",
        field: text(metadata["field"]),
      };
    });
}

/** Webhook registration, older: details of `{fieldViolations: [{field, description}]}`. */
function ofFieldViolations(details: Json | undefined): VendorProblem[] {
  return objects(details)
    .flatMap((detail) => objects(detail["fieldViolations"]))
    .map((violation) => ({
      errno: null,
      message: text(violation["description"]) ?? "no reason given",
      field: text(violation["field"]),
    }));
}

/** Webhook registration, newer: details of plain texts such as "event: Unrecognized event." */
function ofDetailTexts(details: Json | undefined): VendorProblem[] {
  const texts = Array.isArray(details) ? details.flatMap((detail) => text(detail) ?? []) : [];
  return texts.map((detail) => ({ errno: null, message: detail, field: null }));
}

/** Projects: `{errno, error: {field: message}}`. */
function ofFieldMap(body: JsonObject): VendorProblem[] {
  return Object.entries(member(body, "error")).map(([field, message]) => ({
    errno: number(body["errno"]),
    message: text(message) ?? "no reason given",
    field,
  }));
}

/** All other families: one text under some name, perhaps with a number. */
function ofSingleText(body: JsonObject): VendorProblem[] {
  const { error_description, message, error, error_type } = body;
  const found = text(error_description) ?? text(message) ?? text(error) ?? text(error_type);
  return found === null ? [] : [{ errno: number(body["errno"]), message: found, field: null }];
}

/**
 * The problems of an answer's body. Of a body that came with a 2xx, only what is certainly an error
 * counts; a refusal may be worded in any way.
 */
export function vendorProblems(body: Json, isSuccess: boolean): VendorProblem[] {
  if (!isJsonObject(body)) return [];
  const ledger = member(body, "errors");
  const certain = [
    ...ofAccountingErrors(body),
    ...ofErrorDetails(body["details"]),
    ...ofErrorDetails(ledger["details"]),
  ];
  if (certain.length > 0 || isSuccess) return certain;
  const worded = [
    ...ofFieldViolations(body["details"]),
    ...ofDetailTexts(body["details"]),
    ...ofFieldMap(body),
  ];
  if (worded.length > 0) return worded;
  return [...ofSingleText(ledger), ...ofSingleText(body)];
}
