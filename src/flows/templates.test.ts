import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findTemplate, listTemplates } from "./templates.ts";

const files = readdirSync(new URL("templates/", import.meta.url));

describe("a template", () => {
  it.each(files)("%s is a flow under the name of its file", (file) => {
    expect(findTemplate(file.replace(/\.yaml$/, "")).flow).toBe(file.replace(/\.yaml$/, ""));
  });

  it.each(listTemplates().map((template) => [template.flow, template] as const))(
    "%s has defaults that fit its parameters, and says what each is for",
    (_, { parameters }) => {
      for (const [name, { type, choices, default: value, description }] of Object.entries(
        parameters,
      )) {
        expect(description, name).toMatch(/\.$/);
        if (type === "choice") expect(choices, name).toContain(value);
        if (type === "list") expect(Array.isArray(value), name).toBe(true);
        if (type === "number" || type === "boolean") expect(typeof value, name).toBe(type);
        if (type === "text") expect(typeof value, name).toBe("string");
      }
    },
  );

  it("that does not exist is refused, with those that do", () => {
    expect(() => findTemplate("invoice-to-order")).toThrow(
      expect.objectContaining({
        code: "NOT_FOUND",
        hint: expect.stringContaining("order-to-invoice"),
      }),
    );
  });
});
