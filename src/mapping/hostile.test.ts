// Hostile expressions, paths and messages (the corpus of the reliability study, items 1 to 37, as far
// as they concern this language): each is refused or stays plain data, and nothing else happens.

import { describe, expect, test } from "vitest";
import { ensureError } from "../core/errors.ts";
import { parseJson } from "../core/json.ts";
import { compileMapping } from "./compile.ts";
import { parseMappingDocument } from "./document.ts";
import { compileExpression } from "./expression.ts";
import { mappingLimits } from "./limits.ts";

const refusals = ["MAPPING_INVALID", "MAPPING_FAILED", "MESSAGE_INVALID", "EXPRESSION_LIMIT"];

function outcomeOf(text: string, src: unknown = {}): { code?: string; value?: unknown } {
  try {
    const expression = compileExpression(text, { variables: { src: "any" } });
    return { value: expression.evaluate({ src }) };
  } catch (thrown) {
    return { code: ensureError(thrown).code };
  }
}

function mapFields(fields: unknown, src: unknown = {}): { code?: string; output?: unknown } {
  try {
    const document = parseMappingDocument({ mapping: "m", from: "a/b", to: "c/d", fields });
    return { output: compileMapping(document).run({ src }).output };
  } catch (thrown) {
    return { code: ensureError(thrown).code };
  }
}

const escapes: readonly [string, string][] = [
  ["1 constructor of constructor", '{}.constructor.constructor("return process")()'],
  ["2 a constructor put together", '{}["cons" + "tructor"]["cons" + "tructor"]'],
  ["3 a template literal", `\`\${src.\${constructor}}\``],
  ["4 an array as a key", '{"a": 1}[["constructor"]]'],
  ["5 destructuring", "{constructor:c}=()=>{}"],
  ["6 computed destructuring", '({["constructor"]:c}=()=>{})'],
  ["7 with", "with(function(){}){constructor(1)}"],
  ["8 a class", "class X extends Function {}"],
  ["8 Function behind an arrow", '(()=>Function)()("return 1")()'],
  ["8 Function behind a comma", '(0,Function)("return 1")()'],
  ["8 Function behind a choice", 'true ? Function : Object("x")'],
  ["8 Function behind or", "Function || Object"],
  ["9 a generator's constructor", "(function*(){}).constructor"],
  ["10 a field named as an internal", "class A { __sanitize = 1 }"],
  ["11 spreading process", "{...process}"],
  ["11 spreading into a list", "[...process]"],
  ["12 this", "this.process.env"],
  ["12 process", "process.env.HOME"],
  ["13 globalThis", "globalThis.process"],
  ["14 prepareStackTrace", "Error.prepareStackTrace"],
  ["15 caller", "(()=>{}).caller"],
  ["16 getOwnPropertyDescriptor", 'Object.getOwnPropertyDescriptor(src, "a")'],
  ["16 getPrototypeOf", "Object.getPrototypeOf(src)"],
  ["17 binding", 'process.binding("fs")'],
  ["18 import", 'import("fs")'],
  ["18 require", 'require("fs")'],
  ["19 replacing a method", "JSON.stringify = src"],
  ["21 a Unicode escape in a name", "src.\\u0063onstructor"],
  ["21 a Unicode escape in a text", 'src["\\u0063onstructor"]'],
  ["21 zero-width characters", "src.construc\u200btor"],
  ["21 a homoglyph", "src.сonstructor"],
  ["22 a bare dollar", "$"],
  ["eval", 'eval("1")'],
  ["a prototype", "src.__proto__"],
  ["a prototype by its key", 'src["__proto__"]'],
  ["a key made of a prototype's name", '{"__proto__": 1}'],
  ["a key put together", '{"__pro" + "to__": 1}'],
  ["the namespace of the parser", 'cel.bind(x, "a", x)'],
  ["a type of the parser", "google.protobuf"],
];

describe("nothing of JavaScript can be reached", () => {
  test.each(escapes)("%s: %s", (_what, text) => {
    expect(refusals).toContain(outcomeOf(text).code);
  });

  test.each(["toString", "valueOf", "hasOwnProperty", "__lookupGetter__", "length"])(
    "20 src.%s is only what the message itself holds",
    (name) => {
      expect(outcomeOf(`src.${name}`, {})).toEqual({ value: null });
      expect(outcomeOf(`src.${name}`, { [name]: "data" })).toEqual({ value: "data" });
      expect(refusals).toContain(outcomeOf(`src.${name}()`, {}).code);
      expect(refusals).toContain(outcomeOf(`src.list.${name}`, { list: [1] }).code);
      expect(refusals).toContain(outcomeOf(`src.text.${name}`, { text: "x" }).code);
    },
  );
});

const bombs: readonly [string, string][] = [
  ["23 an endless loop", "while(true){}"],
  ["24 a huge padding", 'padStart("a", 400000000)'],
  [
    "24 replacing that multiplies",
    `${"replace(".repeat(9)}"aaaaaaaaaa"${', "a", "aaaaaaaaaa")'.repeat(9)}`,
  ],
  [
    "24 lists within lists",
    "src.list.map(a, src.list.map(b, src.list.map(c, src.list.map(d, 1))))",
  ],
  ["24 joining a large list of large texts", "join(src.long, src.list)"],
  ["24 numbers that grow", Array.from({ length: 40 }, () => "1e99").join(" * ")],
  ["25 parentheses", `${"(".repeat(1_900)}1${")".repeat(1_900)}`],
  ["25 lists within lists in the text", `${"[".repeat(1_900)}${"]".repeat(1_900)}`],
  ["25 signs", `${"-".repeat(3_900)}1`],
  ["25 a long sum", Array.from({ length: 900 }, () => "1").join("+")],
  ["26 a text of a mebibyte", `"${"a".repeat(2 ** 20)}"`],
  ["27 100,000 parentheses", "(".repeat(100_000)],
  ["37 a pattern that multiplies", 'matches("a", "((a{100}){100}){100}")'],
];

describe("nothing runs away", () => {
  const src = {
    list: Array.from({ length: 1_000 }, (_, index) => `${index}`),
    long: "x".repeat(10_000),
  };

  test.each(bombs)("%s", (_what, text) => {
    const started = performance.now();
    expect(refusals).toContain(outcomeOf(text, src).code);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("35 a pattern that makes other engines go back and forth for ever is answered", () => {
    const text = `${"a".repeat(mappingLimits.matchedCharacters - 1)}!`;
    expect(outcomeOf('matches(src.text, "(a+)+$")', { text })).toEqual({ value: false });
    expect(outcomeOf('matches(src.text, "(a+)+$")', { text: `${text}!` }).code).toBe(
      "EXPRESSION_LIMIT",
    );
  });

  test.each(["(?=a)", "(a)\\\\1", "(?<!a)b", "(?<=a)b"])(
    "36 the pattern %s is refused",
    (pattern) => {
      expect(outcomeOf(`matches("aa", "${pattern}")`).code).toBe("MAPPING_INVALID");
    },
  );

  test("a list longer than allowed is refused, in a loop and in a function", () => {
    const list = Array.from({ length: mappingLimits.listElements + 1 }, () => 1);
    expect(outcomeOf("src.list.exists(x, x == 2)", { list }).code).toBe("EXPRESSION_LIMIT");
    expect(outcomeOf("sum(src.list)", { list }).code).toBe("EXPRESSION_LIMIT");
    expect(mapFields({ l: { each: "src.list", fields: { a: "1" } } }, { list }).code).toBe(
      "EXPRESSION_LIMIT",
    );
  });

  test("a run over nested lists stops after its steps and says so", () => {
    const list = Array.from({ length: 2_000 }, () => ({ n: 1 }));
    const inner = { each: "src.list", as: "inner", fields: { n: "inner.n" } };
    const fields = { l: { each: "src.list", as: "outer", fields: { m: inner } } };
    expect(mapFields(fields, { list }).code).toBe("EXPRESSION_LIMIT");
  });

  test("a message nested without end is refused", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`);
    expect(mapFields({ x: "src.a" }, deep).code).toBe("EXPRESSION_LIMIT");
  });

  test("a document that contains itself is refused", () => {
    const text = "mapping: m\nfrom: a/b\nto: c/d\nfields: &all\n  x: *all\n";
    expect(() => parseMappingDocument(text)).toThrow("fields");
    const circle: Record<string, unknown> = {};
    circle["x"] = circle;
    expect(mapFields(circle).code).toBe("MAPPING_INVALID");
  });
});

describe("28 text that looks like an expression stays text", () => {
  test.each([
    "={{$env.DB_PASSWORD}}",
    "{{7*7}}",
    `\${7*7}`,
    "<%=7*7%>",
    "#{7*7}",
    "=1+1",
    "src.secret",
  ])("%s", (text) => {
    const output = mapFields({ name: "src.name", all: { copy: "src" } }, { name: text });
    expect(output).toEqual({ output: { name: text, all: { name: text } } });
  });
});

describe("29 to 34 paths and names", () => {
  test.each([
    "__proto__.polluted",
    "constructor.prototype.x",
    "a.__proto__.b",
    '["__proto__"]',
    "prototype",
  ])("the target %s is refused", (path) => {
    expect(mapFields(JSON.parse(`{${JSON.stringify(path)}: "1"}`)).code).toBe("MAPPING_INVALID");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("the same below another field and in YAML", () => {
    expect(mapFields(JSON.parse('{"a": {"__proto__": {"b": "1"}}}')).code).toBe("MAPPING_INVALID");
    const yaml = "mapping: m\nfrom: a/b\nto: c/d\nfields:\n  __proto__:\n    x: '1'\n";
    expect(() => parseMappingDocument(yaml)).toThrow("__proto__");
  });

  test("a message with a prototype's name is refused", () => {
    const message = JSON.parse('{"data": [{"__proto__": {"isAdmin": true}}]}');
    expect(mapFields({ x: { copy: "src.data[0]" } }, message).code).toBe("MESSAGE_INVALID");
    expect(() => parseJson('{"__proto__": 1}')).toThrow();
  });

  test("custom fields with odd names are kept as data", () => {
    const src = { hasOwnProperty: "a", toString: "b", length: 3, valueOf: null };
    expect(mapFields({ custom: { copy: "src" } }, src)).toEqual({ output: { custom: src } });
    expect(mapFields({ "custom.toString": "src.toString" }, src)).toEqual({
      output: { custom: { toString: "b" } },
    });
  });

  test.each(["1000000000", "4294967295"])("an element number %s is absent", (index) => {
    expect(outcomeOf(`src.list[${index}]`, { list: [1] })).toEqual({ value: null });
  });

  test.each(["-1", "0.5", '"length"', "src", "null"])(
    "an element number %s is refused",
    (index) => {
      expect(refusals).toContain(outcomeOf(`src.list[${index}]`, { list: [1] }).code);
    },
  );
});
