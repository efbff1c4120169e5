// Reads the error codes of PostgreSQL (appendix A of its manual).

import { IntegrationError } from "../core/errors.ts";

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}

/** Runs an insert; a row with the same name becomes ALREADY_EXISTS in the user's words. */
export async function refuseSecond<Result>(
  what: string,
  insert: () => Promise<Result>,
): Promise<Result> {
  try {
    return await insert();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new IntegrationError("ALREADY_EXISTS", `There is already ${what}.`);
  }
}
