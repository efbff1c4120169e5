// Faults that refuse a request, or answer it for the simulator: nothing is executed.
import type { FaultHit, HttpFaultFamily } from "../http-fault.ts";

export const refusals = {
  "too-many-requests": {
    catalogue: {
      F1: "429 with `Retry-After` in seconds (`retryAfterSeconds`, 1 if absent)",
      F2: 'the same as an HTTP date (`retryAfterAs: "date"`), counted from the answer\'s `Date`, which is off by `skewMs`',
      F3: '`retryAfterSeconds` of `0`, `-5`, `86400` or any text, such as `"soon"`; `""` leaves the header out',
    },
    parameters: ["retryAfterSeconds", "retryAfterAs", "skewMs"],
    executed: "no",
    onArrival(hit) {
      askToWait(hit);
      answerError(hit, 429);
    },
  },
  "server-error": {
    catalogue: {
      F4: "`status` (503 if absent; others such as 409 and 422 work too) in the vendor's own error body, with `Retry-After` if `retryAfterSeconds` is given",
    },
    parameters: ["status", "retryAfterSeconds", "retryAfterAs", "skewMs"],
    executed: "no",
    onArrival(hit) {
      if (hit.fault.retryAfterSeconds !== undefined) askToWait(hit);
      answerError(hit, hit.fault.status ?? 503);
    },
  },
  "html-502": {
    catalogue: { F5: "502 with a gateway's HTML page" },
    parameters: [],
    executed: "no",
    onArrival: ({ reply }) => {
      reply.code(502).type("text/html").send(gatewayPage);
    },
  },
  "error-in-success": {
    catalogue: { F10: "200 with what the vendor answers when it did nothing" },
    parameters: [],
    executed: "no",
    onArrival: ({ request, reply, system }) => {
      const { type, body } = system.errorInSuccess(request);
      reply.code(200).type(type).send(body);
    },
  },
  redirect: {
    catalogue: { F26: "`status` (307 if absent) to `location`, which is another host" },
    parameters: ["location", "status"],
    executed: "no",
    onArrival: ({ fault, reply }) => {
      reply.redirect(fault.location ?? "https://elsewhere.invalid/", fault.status ?? 307);
    },
  },
} as const satisfies HttpFaultFamily;

export function answerError({ request, reply, system }: FaultHit, status: number): void {
  reply.code(status).send(system.errorBody(status, request));
}

function askToWait(hit: FaultHit): void {
  const sentAt = new Date(hit.system.clock.now().getTime() + (hit.fault.skewMs ?? 0));
  const retryAfter = retryAfterOf(hit, sentAt);
  hit.reply.header("date", sentAt.toUTCString());
  if (retryAfter !== "") hit.reply.header("retry-after", retryAfter);
}

function retryAfterOf({ fault }: FaultHit, sentAt: Date): string {
  const { retryAfterSeconds = 1, retryAfterAs } = fault;
  if (retryAfterAs !== "date") return String(retryAfterSeconds);
  return new Date(sentAt.getTime() + Number(retryAfterSeconds) * 1_000).toUTCString();
}

const gatewayPage = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
`;
