// The plan of a run: the same seed gives the same one, and it asks for what was ordered.

import { expect, it } from "vitest";
import { readOptions } from "./options.ts";
import { drawPlan } from "./plan.ts";

const size = { seed: 7, kills: 40, dbCrashes: 4 };

it("the same seed draws the same plan, another seed another", () => {
  expect(drawPlan(size)).toEqual(drawPlan(size));
  expect(drawPlan({ ...size, seed: 8 })).not.toEqual(drawPlan(size));
});

it("a plan holds as many kills and crashes as were asked for", () => {
  const { lives, crashesAfterKills } = drawPlan(size);
  expect(lives.filter(({ end }) => end === "kill")).toHaveLength(40);
  expect(crashesAfterKills).toHaveLength(4);
  expect(crashesAfterKills).toEqual(crashesAfterKills.toSorted((left, right) => left - right));
  expect(Math.max(...crashesAfterKills)).toBeLessThan(40);
});

it("options are whole numbers", () => {
  expect(readOptions(["--orders", "30", "--kills", "4", "--seed", "9", "--json"])).toEqual({
    orders: 30,
    kills: 4,
    dbCrashes: 8,
    seed: 9,
    json: true,
  });
  expect(() => readOptions(["--kills", "many"])).toThrow("--kills must be a whole number");
});
