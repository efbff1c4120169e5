import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentHash } from "./hash.ts";
import { canonicalJson, isJsonObject, parseJson } from "./json.ts";
import { decimal } from "./money.ts";

describe("reading JSON", () => {
  test("keeps every digit of a number that is not a plain integer", () => {
    expect(parseJson('{"total":241.750000000,"rate":9.975,"large":12345678901234567890}')).toEqual({
      total: "241.750000000",
      rate: "9.975",
      large: "12345678901234567890",
    });
    expect(parseJson("[1.0, 1e3, 0.1]")).toEqual(["1.0", "1e3", "0.1"]);
  });

  test("leaves whole numbers, texts, booleans and null as they are", () => {
    expect(parseJson('[42,-7,"4.50",true,null]')).toEqual([42, -7, "4.50", true, null]);
  });

  test("refuses the key __proto__ at any depth, also when it is written with escapes", () => {
    const hostile = [
      '{"__proto__":{"isAdmin":true}}',
      '{"a":[{"__proto__":1}]}',
      '{"\\u005f_proto__":{}}',
    ];
    for (const text of hostile) {
      expect(() => parseJson(text)).toThrowError(
        expect.objectContaining({ code: "MESSAGE_INVALID" }),
      );
    }
    expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
  });

  test("answers text that is not JSON, or nests too deep, with an error of the table", () => {
    expect(() => parseJson("<html>")).toThrowError("The text is not JSON.");
    expect(() => parseJson(`${"[".repeat(200_000)}${"]".repeat(200_000)}`)).toThrowError(
      "The text nests too deep.",
    );
  });
});

describe("canonical JSON", () => {
  test("is the same for equal content, whatever the order of the keys", () => {
    expect(canonicalJson({ b: [1, undefined], a: { d: null, c: "x" } })).toBe(
      '{"a":{"c":"x","d":null},"b":[1,null]}',
    );
    expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1, c: undefined }));
    expect(contentHash({ a: 1 })).not.toBe(contentHash({ a: "1" }));
  });

  test("writes dates and decimals as values, so that different ones have different hashes", () => {
    expect(canonicalJson({ at: new Date(0), rate: decimal("1.10") })).toBe(
      '{"at":"1970-01-01T00:00:00.000Z","rate":"1.1"}',
    );
  });

  test("reads back as the value it was written from", () => {
    // JSON has no minus zero, and __proto__ is refused on reading.
    const writable = (value: unknown) => !/__proto__|-0\b/.test(JSON.stringify(value) ?? "");
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }).filter(writable), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

test("only plain objects count as JSON objects", () => {
  expect([{}, [], null, "x", 1].map(isJsonObject)).toEqual([true, false, false, false, false]);
});
