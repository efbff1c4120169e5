// Both simulators start together, answer, and end together.
import { expect, test } from "vitest";
import { startSandbox } from "./start.ts";

test("the sandbox starts FreshBooks and Kentico and stops both", async () => {
  const sandbox = await startSandbox({ seed: 3 });
  const { freshbooks, kentico } = sandbox;
  for (const { url } of [freshbooks, kentico]) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  }
  expect(Object.keys(kentico.credentials)).toContain("siteName");
  expect(Object.keys(freshbooks.credentials)).toContain("authorizationCode");
  await sandbox.close();
  await expect(fetch(`${kentico.url}/healthz`)).rejects.toThrow();
});

test("two sandboxes of one seed have the same credentials", async () => {
  const first = await startSandbox({ seed: 4 });
  const second = await startSandbox({ seed: 4 });
  expect(second.kentico.credentials).toEqual(first.kentico.credentials);
  await Promise.all([first.close(), second.close()]);
});
