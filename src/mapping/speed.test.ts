import { expect, test } from "vitest";
import { compileMapping } from "./compile.ts";
import { parseMappingDocument } from "./document.ts";

const fields = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [
    [`text${index}`, `join(" ", [src.customer.first, src.customer.last, "${index}"])`],
    [`amount${index}`, `money(decimal(src.total) * ${index + 1} / 100, src.currency)`],
    [`choice${index}`, `src.status == ${index} ? "yes" : default(src.note, "none")`],
  ]).flat(),
);
const document = parseMappingDocument({ mapping: "m", from: "a/b", to: "c/d", fields });
const src = {
  customer: { first: "Ann", last: "Lee" },
  total: "241.750000000",
  currency: "USD",
  status: 3,
};

function fastestMs(times: number, work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: times }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }),
  );
}

test("a mapping of 60 fields is compiled once and then maps more than 2,000 messages a second", () => {
  expect(Object.keys(fields)).toHaveLength(60);
  const mapping = compileMapping(document);
  const runMs = fastestMs(200, () => mapping.run({ src }));
  expect(runMs).toBeLessThan(0.5);
  expect(runMs).toBeLessThan(fastestMs(20, () => compileMapping(document)));
});
