import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { openQuestions } from "./questions.ts";

function asked(typed: string) {
  const input = new PassThrough();
  const notes: string[] = [];
  const questions = openQuestions({ note: (line) => void notes.push(line) }, input);
  input.write(typed);
  return { input, notes, questions };
}

it("each question takes one line, also when all were typed ahead", async () => {
  const { notes, questions } = asked("first \nsecond\n");
  expect(await questions.ask("One?")).toBe("first");
  expect(await questions.ask("Two?")).toBe("second");
  expect(notes).toEqual(["One?", "Two?"]);
  questions.close();
});

it("input that ends, or an empty line, answers nothing", async () => {
  const { input, questions } = asked("\n");
  input.end();
  await expect(questions.ask("One?")).rejects.toMatchObject({ code: "REQUEST_INVALID" });
  await expect(questions.ask("Two?")).rejects.toMatchObject({ code: "REQUEST_INVALID" });
});
