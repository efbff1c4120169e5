// The mapping over messages and documents nobody thought of: it maps them, or says in an error of the table
// what does not suit; its trace tells what came out.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { connectors } from "../../src/connectors/registry.ts";
import { IntegrationError } from "../../src/core/errors.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/core/json.ts";
import { compileMapping } from "../../src/mapping/compile.ts";
import { type MappingDocument, parseMappingDocument } from "../../src/mapping/document.ts";
import { compileExpression } from "../../src/mapping/expression.ts";
import { lookupTablesOf } from "../../src/mapping/lookup-tables.ts";
import type { MappingInput, MappingResult } from "../../src/mapping/run.ts";
import { holds } from "../support/generated.ts";
import { expressionText } from "./expressions.ts";

const now = new Date("2026-03-01T00:00:00Z");
const lookups = lookupTablesOf({ countries: { us: "US" } });
/** Compiling and evaluating may end in these, and in nothing else. */
const compilingCodes = ["MAPPING_INVALID", "EXPRESSION_LIMIT"];

/** The result, or the code of the error; anything that is no error of the table fails the test. */
function resultOf<Result>(work: () => Result): { result: Result } | { code: string } {
  try {
    return { result: work() };
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(IntegrationError);
    const { code } = thrown as IntegrationError;
    expect(code).not.toBe("UNEXPECTED");
    return { code };
  }
}

const message = fc.oneof(
  fc.jsonValue(),
  fc.record({
    a: fc.oneof(fc.jsonValue(), fc.record({ b: fc.jsonValue() })),
    b: fc.jsonValue(),
    list: fc.oneof(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.jsonValue()),
    n: fc.oneof(fc.integer(), fc.double().map(String)),
  }),
) as fc.Arbitrary<Json>;

describe("an expression", () => {
  it("of any text is compiled, or refused with what is wrong", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), expressionText);
    holds(
      fc.property(text, (given) => {
        const compiled = resultOf(() => compileExpression(given, { variables: { src: "any" } }));
        if ("code" in compiled) expect(compilingCodes).toContain(compiled.code);
      }),
      500,
    );
  });

  it("over any message has a value, or says what does not suit", () => {
    holds(
      fc.property(expressionText, message, (text, src) => {
        const compiled = resultOf(() => compileExpression(text, { variables: { src: "any" } }));
        if ("code" in compiled) return;
        const evaluate = () => compiled.result.evaluate({ src }, { now, lookups });
        const first = resultOf(evaluate);
        expect(resultOf(evaluate)).toEqual(first);
      }),
      500,
    );
  });
});

const path = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 8 });
const rule = fc.oneof(
  expressionText,
  fc.record({ value: expressionText, required: fc.boolean(), keepNull: fc.boolean() }),
  fc.record({
    each: fc.constantFrom("src.list", "src", "src.a"),
    fields: fc.record({ x: expressionText, y: fc.constantFrom("item", "index", "item.b") }),
  }),
  fc.record({ copy: fc.constantFrom("src", "src.a"), except: fc.constant(["b"]) }),
);
const rawDocument = path.chain((names) =>
  fc.tuple(...names.map(() => rule)).map((rules) => ({
    mapping: "any",
    from: "a/b",
    to: "c/d",
    fields: Object.fromEntries(names.map((name, index) => [name, rules[index]])),
  })),
);

/** The value at a path of the trace, such as `lines[0].sku`. */
function valueAt(output: JsonObject, tracedPath: string): Json | undefined {
  const steps = tracedPath.split(/[.[\]]+/).filter((step) => step !== "");
  return steps.reduce<Json | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, output);
}

/** Every value of the trace is in the output at its path, except for what a list is told as. */
function expectTold({ output, trace }: MappingResult): void {
  for (const { path: at, value, error } of trace) {
    expect(error).toBeUndefined();
    const isList = Array.isArray(valueAt(output, at)) && typeof value === "string";
    const isLeftOut = value === null && valueAt(output, at) === undefined;
    if (!isList && !isLeftOut) expect(valueAt(output, at)).toEqual(value);
  }
}

describe("a mapping document", () => {
  it("written as YAML and read again is the same, and maps the same", () => {
    holds(
      fc.property(rawDocument, message, (raw, src) => {
        const read = resultOf(() => parseMappingDocument(raw));
        if ("code" in read) return;
        const again = parseMappingDocument(stringify(read.result));
        expect(again).toEqual(read.result);
        const mapped = (document: MappingDocument) =>
          resultOf(() => compileMapping(document).run({ src, now, lookups }).output);
        expect(mapped(again)).toEqual(mapped(read.result));
      }),
    );
  });

  it("of any text or shape is read, or refused with what is wrong", () => {
    const text = fc.oneof(
      fc.string(),
      fc.jsonValue(),
      fc.jsonValue().map((value) => stringify(value)),
    );
    holds(
      fc.property(text, (given) => {
        const read = resultOf(() => parseMappingDocument(given));
        if ("code" in read) expect(read.code).toBe("MAPPING_INVALID");
      }),
      500,
    );
  });

  it("tells in its trace what it wrote", () => {
    holds(
      fc.property(rawDocument, message, (raw, src) => {
        const mapped = resultOf(() =>
          compileMapping(parseMappingDocument(raw)).run({ src, now, lookups }),
        );
        if ("result" in mapped) expectTold(mapped.result);
      }),
      500,
    );
  });
});

const shipped = [...connectors.values()].flatMap((connector) => connector.mappings ?? []);

describe.each(shipped.map((document) => [document.mapping, document] as const))(
  "the mapping %s",
  (_name, document) => {
    const mapping = compileMapping(document);
    const run = (src: Json): MappingInput => ({
      src,
      now,
      lookups,
      settings: {},
      event: {},
      params: {},
    });

    it("over any message ends in a result or in what does not suit", () => {
      holds(
        fc.property(message, (src) => {
          const mapped = resultOf(() => mapping.run(run(src)));
          if ("result" in mapped) expectTold(mapped.result);
        }),
        100,
      );
    });
  },
);
