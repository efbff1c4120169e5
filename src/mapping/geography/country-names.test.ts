import { describe, expect, test } from "vitest";
import { countries, findCountry } from "./country-names.ts";
import { findState } from "./state-names.ts";

test("all 249 countries of ISO 3166-1 are there once, with their two codes", () => {
  expect(countries).toHaveLength(249);
  for (const key of ["code", "longCode", "name"] as const) {
    expect(new Set(countries.map((country) => country[key])).size).toBe(249);
  }
  for (const { code, longCode } of countries) {
    expect(code).toMatch(/^[A-Z]{2}$/);
    expect(longCode).toMatch(/^[A-Z]{3}$/);
  }
});

test("every country is found by each of its names and leads back to itself", () => {
  for (const country of countries) {
    expect(findCountry(country.code)).toBe(country);
    expect(findCountry(country.longCode)).toBe(country);
    expect(findCountry(country.name.toUpperCase())).toBe(country);
  }
});

describe("countries as shops write them", () => {
  test.each([
    ["USA", "US"],
    ["United States of America", "US"],
    ["the united states", "US"],
    ["UnitedKingdom", "GB"],
    ["U.K.", "GB"],
    ["Czech Republic", "CZ"],
    ["South-Korea", "KR"],
    ["Trinidad & Tobago", "TT"],
    ["Curacao", "CW"],
    ["Turkey", "TR"],
    ["Deutschland", undefined],
    ["", undefined],
    ["42", undefined],
  ])("%s is %s", (name, code) => {
    expect(findCountry(name)?.code).toBe(code);
  });
});

describe("states", () => {
  test.each([
    ["US", "tx", "Texas"],
    ["USA", "US-DC", "District of Columbia"],
    ["Canada", "Quebec", "Quebec"],
    ["AU", "nsw", "New South Wales"],
  ])("of %s: %s is %s", (country, state, name) => {
    expect(findState(country, state)?.name).toBe(name);
  });

  test("are not mixed up between countries", () => {
    expect(findState("CA", "CA")).toBeUndefined();
    expect(findState("US", "ON")).toBeUndefined();
    expect(findState("Atlantis", "NY")).toBeUndefined();
    expect(findState(null, "NY")).toBeUndefined();
  });
});
