// Faults of an answer's body as bytes, and of its headers: the request was executed.
import { gzipSync } from "node:zlib";
import type { HttpFaultFamily } from "../http-fault.ts";

const mebibyte = 1_048_576;
const bombBytes = 200 * mebibyte;

export const bodies = {
  "empty-body": {
    catalogue: { F9: "the success status without a body" },
    parameters: [],
    executed: "yes",
    onAnswer: () => Buffer.alloc(0),
  },
  "foreign-object": {
    catalogue: {
      F11: "the last answer to a call of the same kind about another object; its own if there was none",
    },
    parameters: [],
    executed: "yes",
    onAnswer: ({ request, system }, body) =>
      system.formerAnswers.aboutSomethingElse(request) ?? body,
  },
  "gzip-bomb": {
    catalogue: {
      F27: "`bytes` (200 MiB if absent) of zeros, gzipped `layers` times (1 if absent) and labelled so",
    },
    parameters: ["bytes", "layers"],
    executed: "yes",
    onAnswer({ fault: { bytes = bombBytes, layers = 1 }, reply }) {
      reply.header("content-encoding", Array.from({ length: layers }, () => "gzip").join(", "));
      return gzippedAgain(gzippedZeros(bytes), layers - 1);
    },
  },
  "huge-body": {
    catalogue: {
      F27: "the normal answer and `bytes` (64 MiB if absent) of blanks, not compressed",
    },
    parameters: ["bytes"],
    executed: "yes",
    onAnswer: ({ fault }, body) =>
      Buffer.concat([body, Buffer.alloc(fault.bytes ?? 64 * mebibyte, " ")]),
  },
  "byte-order-mark": {
    catalogue: { F28: "a byte order mark in front of the body" },
    parameters: [],
    executed: "yes",
    onAnswer: (_hit, body) => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), body]),
  },
  "wrong-charset": {
    catalogue: { F28: "the body in Latin-1, labelled as UTF-8; letters beyond ASCII tell" },
    parameters: [],
    executed: "yes",
    onAnswer: (_hit, body) => Buffer.from(body.toString(), "latin1"),
  },
  "clock-skew": {
    catalogue: {
      F33: "the normal answer with a `Date` that is off by `skewMs` (600000 if absent)",
    },
    parameters: ["skewMs"],
    executed: "yes",
    onAnswer({ fault, reply, system }, body) {
      const skewed = system.clock.now().getTime() + (fault.skewMs ?? 600_000);
      reply.header("date", new Date(skewed).toUTCString());
      return body;
    },
  },
} as const satisfies HttpFaultFamily;

/** Several gzip members in a row unpack to one text, so a large bomb costs neither time nor memory. */
function gzippedZeros(bytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(mebibyte));
  const rest = gzipSync(Buffer.alloc(bytes % mebibyte));
  const members = Array.from({ length: Math.floor(bytes / mebibyte) }, () => member);
  return Buffer.concat([...members, rest]);
}

function gzippedAgain(body: Buffer, layers: number): Buffer {
  return layers === 0 ? body : gzippedAgain(gzipSync(body), layers - 1);
}
