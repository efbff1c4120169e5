import { expect, it } from "vitest";
import { createFairQueue } from "./fair-queue.ts";

function drained(queue: ReturnType<typeof createFairQueue<string>>): string[] {
  const item = queue.shift();
  return item === undefined ? [] : [item, ...drained(queue)];
}

it("a flow with much waiting work lets one with little have its turn", () => {
  const queue = createFairQueue<string>();
  for (const item of ["a1", "a2", "a3", "a4"]) queue.push("a", item);
  for (const item of ["b1", "b2"]) queue.push("b", item);
  expect(drained(queue)).toEqual(["a1", "b1", "a2", "b2", "a3", "a4"]);
});

it("a flow that comes later has its turn as soon as those before it had theirs", () => {
  const queue = createFairQueue<string>();
  for (const item of ["a1", "a2", "a3"]) queue.push("a", item);
  expect(queue.shift()).toBe("a1");
  queue.push("b", "b1");
  expect(drained(queue)).toEqual(["a2", "b1", "a3"]);
});

it("who gave up waiting is passed over, once", () => {
  const queue = createFairQueue<string>();
  queue.push("a", "a1");
  queue.push("a", "a2");
  expect(queue.remove("a", "a1")).toBe(true);
  expect(queue.remove("a", "a1")).toBe(false);
  expect(queue.size).toBe(1);
  expect(drained(queue)).toEqual(["a2"]);
});
