import { describe, expect, it } from "vitest";
import type { Json } from "../../core/json.ts";
import { choiceParameter, listParameter, numberParameter, textParameter } from "./parameters.ts";

const styles = ["net", "lines"] as const;

describe("a parameter of a flow", () => {
  it("is read as what it is", () => {
    const params = { terms: "", dueDays: 30, cap: "5", style: "net", fields: ["poNumber"] };
    expect(textParameter(params, "terms")).toBe("");
    expect(numberParameter(params, "dueDays")).toBe(30);
    expect(numberParameter(params, "cap")).toBe(5);
    expect(choiceParameter(params, "style", styles)).toBe("net");
    expect(listParameter(params, "fields")).toEqual(["poNumber"]);
  });

  it.each<[string, (params: Record<string, Json>) => unknown, Json, string]>([
    ["text", (params) => textParameter(params, "it"), 5, "text"],
    ["a number", (params) => numberParameter(params, "it"), "soon", "a number"],
    ["a number, and null is none", (params) => numberParameter(params, "it"), null, "a number"],
    ["a choice", (params) => choiceParameter(params, "it", styles), "gross", "one of net, lines"],
    ["a list of texts", (params) => listParameter(params, "it"), ["a", 1], "a list of texts"],
  ])("that must be %s is refused as anything else, naming it", (_, readIt, value, expected) => {
    const refused = expect.objectContaining({
      code: "CONFIGURATION_INVALID",
      message: `The flow parameter "it" must be ${expected}.`,
    });
    expect(() => readIt({ it: value })).toThrow(refused);
    expect(() => readIt({})).toThrow(refused);
  });
});
