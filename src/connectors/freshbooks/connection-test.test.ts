// Testing a connection and choosing its account, against the simulated FreshBooks.

import { afterEach, expect, test } from "vitest";
import { freshbooks } from "./connector.ts";
import { connectToSandbox, type SandboxConnection } from "./sandbox-connection.fixture.ts";

let sandbox: SandboxConnection;
afterEach(() => sandbox.close());

async function failedChecks(): Promise<string[]> {
  const findings = await freshbooks.test(sandbox.context);
  return findings.filter(({ ok }) => !ok).map(({ check }) => check);
}

test("a connection with all permissions passes, and nothing was changed", async () => {
  sandbox = await connectToSandbox();
  expect(await failedChecks()).toEqual([]);
  const { clients, invoices, payments } = await sandbox.ledger();
  expect([clients, invoices, payments]).toEqual([[], [], []]);
});

test("a token without the scope to write invoices fails that check and names the scope", async () => {
  const scopes = freshbooks.auth.kind === "oauth2" ? freshbooks.auth.scopes : [];
  const without = scopes.filter((scope) => scope !== "user:invoices:write");
  sandbox = await connectToSandbox({}, { scopes: without });
  const findings = await freshbooks.test(sandbox.context);
  expect(findings.filter(({ ok }) => !ok)).toEqual([
    {
      check: "Write invoices",
      ok: false,
      detail: expect.stringContaining("user:invoices:write"),
    },
  ]);
});

test("quirk 2: a plan without items fails the checks of items", async () => {
  sandbox = await connectToSandbox({ gates: ["items"] });
  expect(await failedChecks()).toEqual(["Read items", "Write items"]);
});

test("quirk 16: an account where the user is only a client fails, and none chosen fails too", async () => {
  sandbox = await connectToSandbox();
  const choices = await freshbooks.accounts?.(sandbox.context);
  const asClient = choices?.find(({ unusable, settings }) => unusable && settings["accountId"]);
  const settings = { ...sandbox.context.settings, accountId: String(asClient?.id) };
  const findings = await freshbooks.test({ ...sandbox.context, settings });
  expect(findings.at(-1)).toMatchObject({ check: "Role on the account", ok: false });
  const unchosen = { ...sandbox.context.settings, accountId: "" };
  const missing = await freshbooks.test({ ...sandbox.context, settings: unchosen });
  expect(missing.at(-1)?.detail).toContain("No FreshBooks account has been chosen");
});

test("a dead token fails the sign-in", async () => {
  sandbox = await connectToSandbox();
  await sandbox.control("tokens/expire");
  expect(await failedChecks()).toEqual(["Sign-in"]);
});

test("quirk 16: accounts that cannot be used are shown with the reason", async () => {
  sandbox = await connectToSandbox();
  const { accountId, businessId } = sandbox.credentials;
  const choices = (await freshbooks.accounts?.(sandbox.context)) ?? [];
  const usable = choices.filter(({ unusable }) => unusable === undefined);
  expect(usable).toMatchObject([{ id: accountId, settings: { accountId, businessId } }]);
  expect(choices.map(({ unusable }) => unusable ?? "")).toEqual([
    expect.stringContaining("no accounting account"),
    "",
    expect.stringContaining("only a client"),
  ]);
});
