import { expect, it } from "vitest";
import { collect, jsonOrText, readNumbers, readPairs, readSettings } from "./pairs.ts";

it("a repeated option gathers its values in order", () => {
  expect(collect("b=2", collect("a=1", []))).toEqual(["a=1", "b=2"]);
});

it("a value may contain the sign that ends its name", () => {
  expect(readPairs(["url=https://example.com/?a=b", "empty="], "--set")).toEqual({
    url: "https://example.com/?a=b",
    empty: "",
  });
});

it("what is no pair is refused with the option to write", () => {
  expect(() => readPairs(["baseUrl"], "--set")).toThrow('"baseUrl" is not of the form name=value.');
  expect(() => readPairs(["=x"], "--set")).toThrow('"=x" is not of the form name=value.');
});

it("a secret that is no pair is refused without being shown", () => {
  expect(() => readPairs(["hunter2"], "--secret")).toThrow(/^A secret is not of the form/);
});

it("settings are text, also when made of digits, besides switches, lists and objects", () => {
  const pairs = ["username=0042", "clientId=12e5", "sandbox=true", 'sites=["a"]', "note=[draft"];
  expect(readSettings(pairs, "--set")).toEqual({
    username: "0042",
    clientId: "12e5",
    sandbox: true,
    sites: ["a"],
    note: "[draft",
  });
});

it("limits are numbers, and what is none is left for the check of limits to refuse", () => {
  expect(readNumbers(["perSecond=2.5", "burst=many"], "--limit")).toEqual({
    perSecond: 2.5,
    burst: "many",
  });
});

it("values of lookup tables are JSON or text, and amounts keep their digits", () => {
  expect(jsonOrText("shipped")).toBe("shipped");
  expect(jsonOrText('{"rate":9.9750}')).toEqual({ rate: "9.9750" });
  expect(jsonOrText("14")).toBe(14);
});
