// Faults of signing in. Lost and slow answers of a token endpoint are those of any other call; see
// lost-answers.ts.
import type { HttpFaultFamily } from "../http-fault.ts";
import { answerError } from "./refusals.ts";

export const tokens = {
  unauthorized: {
    catalogue: { F22: "401" },
    parameters: [],
    executed: "no",
    onArrival: (hit) => answerError(hit, 401),
  },
  "refresh-token-used": {
    catalogue: { F23: "400 `invalid_grant` (RFC 6749); give it the route of the token endpoint" },
    parameters: [],
    executed: "no",
    onArrival: ({ reply }) => {
      const description = "The refresh token has been used, or was revoked.";
      reply.code(400).send({ error: "invalid_grant", error_description: description });
    },
  },
} as const satisfies HttpFaultFamily;
