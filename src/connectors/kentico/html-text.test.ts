import { expect, it } from "vitest";
import { htmlText } from "./html-text.ts";

it.each([
  ["<p>Washed,&nbsp;light <b>roast</b></p>", "Washed, light roast"],
  ["Fish &amp; chips &#8364;5 &#x20AC;5", "Fish & chips €5 €5"],
  ["<br/>", null],
  [null, null],
  ["a < b", "a < b"],
  ["&#9999999;", "&#9999999;"],
  ["&#xD800; &#0;", "&#xD800; &#0;"],
])("the description %s reads as %s", (html, text) => {
  expect(htmlText(html)).toBe(text);
});

it("is not slowed down by a description made of brackets", () => {
  expect(htmlText("<".repeat(1_000_000))).toBe("<".repeat(20_000));
});
