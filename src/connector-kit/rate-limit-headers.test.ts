import { expect, it } from "vitest";
import { exhaustedForMs } from "./rate-limit-headers.ts";

const date = "Sat, 28 Nov 2026 12:00:00 GMT";
const noonSeconds = 1_795_867_200;

const rows: [headers: Record<string, string>, waitMs: number | undefined][] = [
  [{}, undefined],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "30" }, 30_000],
  [{ "ratelimit-remaining": "0", "ratelimit-reset": "1.5" }, 1_500],
  [{ "ratelimit-remaining": "3", "ratelimit-reset": "30" }, undefined],
  [{ "x-ratelimit-remaining": "0" }, undefined],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon" }, undefined],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "-5" }, undefined],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0" }, undefined],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "86400" }, 3_600_000],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${noonSeconds + 20}`, date }, 20_000],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${noonSeconds - 20}`, date }, undefined],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${noonSeconds + 20}` }, undefined],
];

it.each(rows)("an answer with %j asks to wait %s ms", (headers, waitMs) => {
  expect(exhaustedForMs({ headers })).toBe(waitMs);
});
