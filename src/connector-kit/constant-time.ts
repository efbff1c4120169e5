// Comparison of secrets whose duration tells nothing about where they differ.

import { createHash, timingSafeEqual } from "node:crypto";

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Whether two texts are equal; both are hashed first, so texts of any length take the same path. */
export function equalInConstantTime(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}
