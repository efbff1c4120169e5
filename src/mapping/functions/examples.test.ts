// Runs every example of every mapping function: the reference page cannot promise what does not hold.

import { describe, expect, test } from "vitest";
import { ensureError } from "../../core/errors.ts";
import type { Json } from "../../core/json.ts";
import { compileExpression } from "../expression.ts";
import { StepBudget } from "../limits.ts";
import { writeValue } from "../written-value.ts";
import type { FunctionExample } from "./define-function.ts";
import { exampleContext, exampleLookupNames } from "./example-context.fixture.ts";
import { mappingFunctions } from "./registry.ts";

function resultOf({ expression, src }: FunctionExample): Json {
  const compiled = compileExpression(expression, {
    variables: { src: "any" },
    lookupNames: exampleLookupNames,
  });
  return writeValue(compiled.evaluate({ src: src ?? {} }, exampleContext), {
    place: "open",
    budget: new StepBudget(),
  });
}

function outcomeOf(example: FunctionExample): unknown {
  try {
    return { result: resultOf(example) };
  } catch (thrown) {
    return { fails: ensureError(thrown).code };
  }
}

for (const declaration of mappingFunctions.values()) {
  describe(`the mapping function ${declaration.name}`, () => {
    test.each([...declaration.examples])("$expression does what its page says", (example) => {
      const promised = "fails" in example ? { fails: example.fails } : { result: example.result };
      expect(outcomeOf(example)).toEqual(promised);
    });

    test("takes as many values as its signatures show", () => {
      for (const signature of declaration.signatures) {
        const inside = signature.slice(signature.indexOf("(") + 1, -1);
        const values = inside === "" ? 0 : inside.split(",").length;
        const isMethod = signature.slice(0, signature.indexOf("(")).includes(".");
        const [fewest, most] = declaration.arity;
        const given = values + (isMethod ? 1 : 0);
        expect(given).toBeGreaterThanOrEqual(fewest);
        expect(given).toBeLessThanOrEqual(most);
      }
    });
  });
}

test("every function refuses an absent value or answers with one, but never breaks", () => {
  for (const { name, arity } of mappingFunctions.values()) {
    const values = Array.from({ length: arity[0] }, () => "src.absent").join(", ");
    const outcome = outcomeOf({ expression: `${name}(${values})`, src: {}, result: null });
    expect(["MESSAGE_INVALID", undefined], name).toContain((outcome as { fails?: string }).fails);
  }
});
