// JSON without losses: no digit of a number is lost, and equal content has equal text and hash.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasDuplicateMembers } from "../../src/connector-kit/duplicate-members.ts";
import { ensureError, IntegrationError } from "../../src/core/errors.ts";
import { contentHash } from "../../src/core/hash.ts";
import { canonicalJson, type Json, parseJson } from "../../src/core/json.ts";
import { Decimal } from "../../src/core/money.ts";
import { holds } from "../support/generated.ts";

/** A number as JSON may write it, with any number of digits. */
const numberText = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.bigInt({ min: 0n, max: 10n ** 30n }),
    fc.option(fc.stringMatching(/^\d{1,12}$/), { nil: undefined }),
    fc.option(fc.integer({ min: -20, max: 20 }), { nil: undefined }),
  )
  .map(
    ([sign, whole, fraction, exponent]) =>
      `${sign}${whole}${fraction === undefined ? "" : `.${fraction}`}${exponent === undefined ? "" : `e${exponent}`}`,
  );

const isHostile = (value: unknown) => /__proto__/.test(JSON.stringify(value) ?? "");
const json = fc.jsonValue().filter((value) => !isHostile(value)) as fc.Arbitrary<Json>;

describe("reading JSON", () => {
  it("keeps the value of every number to its last digit", () => {
    holds(
      fc.property(numberText, (text) => {
        const { value } = parseJson(`{"value":${text}}`) as { value: string | number };
        expect(new Decimal(value).equals(new Decimal(text))).toBe(true);
        expect(typeof value === "string" ? value : String(value)).toBe(
          typeof value === "number" && Object.is(value, -0) ? "0" : text,
        );
      }),
      500,
    );
  });

  it("of any text gives a value or says that it is none, in an error of the table", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.json().map((whole) => whole.slice(1)),
    );
    holds(
      fc.property(text, (given) => {
        try {
          parseJson(given);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(IntegrationError);
          expect(ensureError(thrown).code).toBe("MESSAGE_INVALID");
        }
      }),
      500,
    );
  });

  it("finds a member named twice, and none where there is none", () => {
    const members = fc.uniqueArray(fc.tuple(fc.string(), json), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 6,
    });
    const text = ([name, value]: readonly [string, Json]) =>
      `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    holds(
      fc.property(
        members.filter((list) => list.every(([name]) => name !== "__proto__")),
        fc.nat(),
        (list, at) => {
          const once = `{${list.map(text).join(",")}}`;
          expect(hasDuplicateMembers(once, parseJson(once))).toBe(false);
          const again = list[at % list.length];
          const twice = `{${[...list, ...(again ? [again] : [])].map(text).join(" , ")}}`;
          expect(hasDuplicateMembers(twice, parseJson(twice))).toBe(true);
        },
      ),
    );
  });
});

/** The same value with the members of every object in another order. */
function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reordered(member)]),
  );
}

describe("the text of a value", () => {
  it("is the same whatever the order of its members, and so is its hash", () => {
    holds(
      fc.property(json, (value) => {
        expect(canonicalJson(reordered(value))).toBe(canonicalJson(value));
        expect(contentHash(reordered(value))).toBe(contentHash(value));
      }),
    );
  });

  it("is another for another value", () => {
    holds(
      fc.property(json, json, (left, right) => {
        const isSame = canonicalJson(left) === canonicalJson(right);
        expect(contentHash(left) === contentHash(right)).toBe(isSame);
        if (isSame)
          expect(JSON.parse(JSON.stringify(left))).toEqual(JSON.parse(JSON.stringify(right)));
      }),
    );
  });
});
