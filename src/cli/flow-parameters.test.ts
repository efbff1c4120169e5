import { expect, it } from "vitest";
import { findTemplate } from "../flows/templates.ts";
import { readParameters } from "./flow-parameters.ts";

const flow = findTemplate("order-to-invoice");

it("parameters take the type the flow gives them", () => {
  const pairs = [
    "dueDays=14",
    "customerNote=true",
    "issue=draft",
    "terms=30",
    "numberPattern=7{number}",
  ];
  expect(readParameters(flow, pairs)).toEqual({
    dueDays: 14,
    customerNote: true,
    issue: "draft",
    terms: "30",
    numberPattern: "7{number}",
  });
});

it("a list is written with commas or as JSON, and may be empty", () => {
  const listOf = (value: string) => readParameters(flow, [`notesFields=${value}`])["notesFields"];
  expect(listOf("PONumber, Gift")).toEqual(["PONumber", "Gift"]);
  expect(listOf('["PONumber"]')).toEqual(["PONumber"]);
  expect(listOf("")).toEqual([]);
});

it("what does not fit, or is unknown, is left for the check of the flow to refuse", () => {
  expect(readParameters(flow, ["dueDays=soon", "colour=red"])).toEqual({
    dueDays: "soon",
    colour: "red",
  });
});
