import { expect, it } from "vitest";
import { createRetryBudget } from "./retry-budget.ts";

it("twenty retries are allowed at once, then one for each five successes", () => {
  const budget = createRetryBudget();
  const retries = Array.from({ length: 25 }, () => budget.spend());
  expect(retries.filter((isAllowed) => isAllowed)).toHaveLength(20);
  for (let count = 0; count < 4; count += 1) budget.noteSuccess();
  expect(budget.spend()).toBe(false);
  budget.noteSuccess();
  expect(budget.spend()).toBe(true);
});

it("successes save up no more than twenty retries", () => {
  const budget = createRetryBudget();
  for (let count = 0; count < 1_000; count += 1) budget.noteSuccess();
  expect(Array.from({ length: 21 }, () => budget.spend()).at(-1)).toBe(false);
});
