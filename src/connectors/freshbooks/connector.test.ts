// The declaration as a whole: what it names exists, and its examples say the truth.

import { expect, test } from "vitest";
import { z } from "zod";
import type { Operation } from "../../connector-kit/operation.ts";
import { freshbooks } from "./connector.ts";

const entities = Object.values(freshbooks.entities);

const operations = [
  ...(freshbooks.operations ?? []),
  ...entities.flatMap((entity) => [
    entity.read,
    entity.create,
    entity.update,
    entity.findByReference,
    entity.findByNaturalKey,
    ...Object.values(entity.actions ?? {}),
  ]),
].filter((operation) => operation !== undefined) as Operation<unknown, unknown>[];

test("every mapping an entity names is there", () => {
  const names = freshbooks.mappings.map(({ mapping }) => mapping).sort();
  const named = entities.flatMap(({ mappings }) => Object.values(mappings)).sort();
  expect(named).toEqual(names);
});

test("every operation has a name of its own below freshbooks", () => {
  const ids = operations.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^freshbooks\.[a-z]+\.[a-z-]+$/.test(id))).toBe(true);
});

test("every scope an operation needs is asked for at consent", () => {
  const asked = freshbooks.auth.kind === "oauth2" ? freshbooks.auth.scopes : [];
  for (const { scopes = [] } of operations)
    for (const scope of scopes) expect(asked).toContain(scope);
});

const examples = operations.flatMap(({ id, input, examples: good = [] }) =>
  good.map((example) => ({ ...example, id, schema: input })),
);
const counterExamples = operations.flatMap(({ id, input, counterExamples: bad = [] }) =>
  bad.map((example) => ({ ...example, id, schema: input })),
);

test.each(examples)("$id accepts: $title", ({ schema, input }) => {
  expect(schema.safeParse(input).success).toBe(true);
});

test.each(counterExamples)("$id refuses: $reason", ({ schema, input }) => {
  expect(schema.safeParse(input).success).toBe(false);
});

test("settings have defaults, and a misspelt one is refused", () => {
  expect(freshbooks.settings.parse({})).toMatchObject({
    baseUrl: "https://api.freshbooks.com",
    apiVersion: "2023-02-20",
  });
  expect(freshbooks.settings.safeParse({ acountId: "x" }).success).toBe(false);
  expect(freshbooks.settings.safeParse({ accountId: "../x" }).success).toBe(false);
});

test("every schema can be shown as JSON Schema", () => {
  for (const { wire, draft } of entities) {
    expect(z.toJSONSchema(wire, { io: "input" })).toMatchObject({ type: "object" });
    expect(z.toJSONSchema(draft ?? wire, { io: "input" })).toMatchObject({ type: "object" });
  }
});

test("the key that serialises clients is the e-mail with the organization", () => {
  const key = freshbooks.entities["customer"]?.naturalKeyOf?.({
    email: " Ann@Example.com",
    organization: "Lee Dental ",
  });
  expect(key).toBe("ann@example.com|lee dental");
});
