import { expect, it } from "vitest";
import { readAnswer } from "./consent.ts";

const back = "https://example.com/callback";

it("the whole address brings its code and the state to compare", () => {
  expect(readAnswer(` ${back}?code=abc&state=xyz \n`, "ours")).toEqual({
    code: "abc",
    state: "xyz",
  });
});

it("the end of the address is enough", () => {
  expect(readAnswer("?code=abc&state=xyz", "ours")).toEqual({ code: "abc", state: "xyz" });
  expect(readAnswer("code=abc", "ours")).toEqual({ code: "abc", state: "" });
});

it("a code alone was copied by the person who was asked", () => {
  expect(readAnswer("abc\n", "ours")).toEqual({ code: "abc", state: "ours" });
});

it("an address without a state is not ours", () => {
  expect(readAnswer(`${back}?code=abc`, "ours").state).toBe("");
});

it("a refusal is told in the vendor's words", () => {
  const refused = `${back}?error=access_denied&error_description=Denied+by+user`;
  expect(() => readAnswer(refused, "ours")).toThrow("The consent was refused: Denied by user.");
  expect(() => readAnswer(`${back}?error=access_denied`, "ours")).toThrow("access_denied");
});

it("an address without a code is refused with what to copy", () => {
  expect(() => readAnswer(back, "ours")).toThrow("The address contains no code.");
});
