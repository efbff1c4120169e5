// When two customers are one client (commerce rule: e-mail, and organisation when one is given).

import { expect, test } from "vitest";
import { clientKey } from "./email-key.ts";

test.each([
  [{ email: " Ann@Example.com " }, "ann@example.com"],
  [{ email: "ａｎｎ@example.com" }, "ann@example.com"],
  [{ email: "a.nn+shop@example.com" }, "a.nn+shop@example.com"],
  [{ email: "ap@agency.example", organization: " Alpha Ltd" }, "ap@agency.example|alpha ltd"],
  [{ email: "ann@example.com", organization: "" }, "ann@example.com"],
  [{ organization: "Alpha Ltd" }, null],
  [{ email: " " }, null],
])("the key of %j is %s", (draft, key) => {
  expect(clientKey(draft)).toBe(key);
});

test("quirk 15: an organization that only repeats the e-mail counts as none", () => {
  expect(clientKey({ email: "ann@example.com", organization: "ann@example.com" })).toBe(
    "ann@example.com",
  );
});
