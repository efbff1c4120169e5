// Every command as a user types it, beside a running platform with orders behind it.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LedgerOrder } from "../../../sandbox/kentico/ledger.ts";
import type { Sandbox } from "../../../sandbox/start.ts";
import { booksOf } from "../../support/books.ts";
import { shopOf } from "../../support/shop.ts";
import { untilQuiet } from "./accounts.ts";
import { leaks, secretsOf, tableTexts } from "./canary.ts";
import { connectNewSandbox, type Installation, makeInstallation } from "./installation.ts";
import type { Ended, LedgerlineProcess } from "./ledgerline-process.ts";
import { until } from "./until.ts";

let installation: Installation;
let sandbox: Sandbox;
let platform: LedgerlineProcess;
let files: string;
/** Three orders with a tax nobody has mapped. */
let untaxed: LedgerOrder[];
const printed = new Map<string, string>();

/** Runs a command; its words are split at blanks, `more` is taken as it is. */
async function ledgerline(words: string, ...more: string[]): Promise<Ended> {
  const args = [...words.split(" "), ...more];
  const ended = await installation.run(args);
  printed.set(`ledgerline ${args.join(" ")}`, ended.stdout + ended.stderr);
  return ended;
}

/** The output of a command that must succeed. */
async function said(words: string, ...more: string[]): Promise<string> {
  const { code, stdout, stderr } = await ledgerline(words, ...more);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.trimEnd();
}

async function listed<T>(words: string, ...more: string[]): Promise<T[]> {
  return JSON.parse(await said(words, ...more, "--json")) as T[];
}

async function settled(): Promise<void> {
  const { db, close } = await installation.openDatabase();
  await untilQuiet(sandbox, db);
  await close();
}

beforeAll(async () => {
  installation = await makeInstallation({ LEDGERLINE_LOG: "trace" });
  sandbox = await connectNewSandbox(installation);
  platform = await installation.start();
  files = await mkdtemp(join(tmpdir(), "ledgerline-files-"));
  const shop = shopOf({ sandbox });
  await shop.addTaxClass({ name: "Luxury", rates: [{ countryCode: "US", percent: "7" }] });
  await shop.place({ lines: [{ price: "10.00" }, { price: "2.50", quantity: 2 }] });
  untaxed = [];
  for (const price of ["20.00", "30.00", "40.00"]) {
    untaxed.push(await shop.place({ lines: [{ price, taxClass: "Luxury" }] }));
  }
  await settled();
}, 60_000);

afterAll(async () => {
  await rm(files, { recursive: true });
  await installation.close();
  await sandbox.close();
});

it("connections are listed, tested, paused and resumed", async () => {
  expect(await said("connections")).toMatch(
    /^NAME {2,}SYSTEM {2,}STATUS.*\nsandbox-books +freshbooks +active.*\nsandbox-shop +kentico +active/,
  );
  const rows = await listed<{ name: string; status: string }>("connections list");
  expect(rows.map(({ name, status }) => [name, status])).toEqual([
    ["sandbox-books", "active"],
    ["sandbox-shop", "active"],
  ]);
  const proofs = await Promise.all(
    rows.map(({ name }) => listed<{ ok: boolean }>(`connections test ${name}`)),
  );
  expect(proofs.flat().filter(({ ok }) => !ok)).toEqual([]);

  expect(await said("connections pause sandbox-books --reason", "end of the year")).toBe(
    '"sandbox-books" is paused.',
  );
  const doctor = await ledgerline("doctor");
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toMatch(/LOOK +connections +sandbox-books: paused \(end of the year\)/);
  expect(await said("connections resume sandbox-books")).toBe(
    '"sandbox-books" is active; its waiting work goes on.',
  );
}, 30_000);

it("a flow survives export and apply unchanged, and takes parameters", async () => {
  const before = await said("flows export order-to-invoice");
  const file = join(files, "flow.yaml");
  await writeFile(file, before.replace("params: {}", "params:\n  dueDays: 14"));
  expect(await said("flows apply", file)).toBe('Saved "order-to-invoice" as version 2.');
  expect(await said("flows export order-to-invoice")).toBe(await readFile(file, "utf8"));

  await said("flows disable order-to-invoice");
  expect(await listed("flows list")).toMatchObject([
    { id: "order-to-invoice", state: "disabled", version: 2 },
  ]);
  await said("flows enable order-to-invoice --set issue=draft --set notesFields=PONumber");
  const flow = JSON.parse(await said("flows export order-to-invoice --json"));
  expect(flow.params).toEqual({ dueDays: 14, issue: "draft", notesFields: ["PONumber"] });
  expect(flow.roles).toEqual({ store: ["sandbox-shop"], books: ["sandbox-books"] });

  const refused = await ledgerline("flows enable order-to-invoice --set dueDays=soon");
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toContain('The parameter "dueDays" must be a number.');
}, 30_000);

it("a mapping is exported, changed, refused with the field that is wrong, and reset", async () => {
  const name = "kentico-order-to-canonical";
  const mappings = await listed<{ mapping: string; version: number }>("mappings list sandbox-shop");
  expect(mappings.map(({ mapping }) => mapping)).toContain(name);
  const exported = await said("mappings export sandbox-shop", name);
  const file = join(files, "mapping.yaml");

  await writeFile(file, exported.replace("sourceStatus:", "sourceStatsu:"));
  const refused = await ledgerline("mappings apply sandbox-shop", file);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toMatch(/^MAPPING_INVALID: .*sourceStatsu/);

  await writeFile(file, exported.replace("src.OrderGUID", "lower(src.OrderGUID)"));
  await said("mappings apply sandbox-shop", file);
  expect(await said("mappings export sandbox-shop", name)).toContain("lower(src.OrderGUID)");
  await said("mappings reset sandbox-shop", name);
  expect(await said("mappings export sandbox-shop", name)).toBe(exported);
}, 30_000);

it("a lookup table is shown, and its rows set and removed", async () => {
  const tables = await listed<{ name: string; rowCount: number }>("lookups list");
  expect(tables.map(({ name }) => name)).toContain("kentico-taxes");
  await said("lookups set colours red rouge");
  await said("lookups set colours blue", '{"fr":"bleu","share":0.10}');
  expect(await listed("lookups show colours")).toEqual([
    { key: "blue", value: { fr: "bleu", share: "0.10" } },
    { key: "red", value: "rouge" },
  ]);
  expect(await said("lookups remove colours red")).toBe('Removed "red" from colours.');
}, 30_000);

it("a run is found by its order's number and shown step by step", async () => {
  const [order] = await shopOf({ sandbox }).orders();
  const found = await listed<{ id: string }>("runs list --find", order?.number ?? "");
  const run = found.at(-1);
  const shown = await said("runs show", run?.id ?? "");
  expect(shown).toContain(`order ${order?.number}`);
  expect(shown).toMatch(/1 +steps\[9\] +write invoice +done +\d+ +created \d+/);
  const undoing = await listed<{ record: string; verdict: string }>(
    `runs undo --plan --whole-order ${run?.id}`,
  );
  expect(undoing.map(({ verdict }) => verdict)).toContain("reverse");
  expect(await listed("review list")).toEqual([]);
  const { steps } = JSON.parse(await said("runs show --json", run?.id ?? ""));
  expect(steps.length).toBeGreaterThan(5);
}, 30_000);

it("dead letters are shown, mended and replayed, discarded with a note, or passed", async () => {
  const letters = await listed<{ id: string; record: { number: string }; code: string }>(
    "dead-letters list --code TAX_UNMAPPED",
  );
  const numbers = untaxed.map(({ number }) => number);
  expect(letters.map(({ record }) => record.number).sort()).toEqual(numbers);
  const letterOf = (order: LedgerOrder | undefined) =>
    letters.find(({ record }) => record.number === order?.number)?.id ?? "";
  const [first, second, third] = untaxed;

  const shown = await said("dead-letters show", letterOf(first));
  expect(shown).toContain("TAX_UNMAPPED (missing-reference): ");
  expect(shown).toContain("What to do: ");
  expect(shown).toContain("Luxury|US");
  const [group] = await listed<{ count: number; class: string }>("dead-letters groups");
  expect(group).toMatchObject({ count: 3, class: "missing-reference" });
  expect(await said("dead-letters skip", letterOf(third))).toContain("Later work passes");
  await settled();
  await said("lookups set kentico-taxes Luxury|US", '{"taxes":[{"name":"Luxury tax","rate":"7"}]}');
  const dry = await said("dead-letters replay --dry-run", letterOf(first));
  expect(dry).toContain("would end as applied");
  expect(dry).toContain("create invoice in");
  expect(await said("dead-letters replay", letterOf(first))).toContain("is worked on again.");
  await settled();
  const invoice = await booksOf({ sandbox }).invoice(`K-${first?.number}`);
  expect(invoice.amount).toEqual({ amount: "21.40", code: "USD" });

  const silent = await ledgerline("dead-letters discard", letterOf(second));
  expect(silent).toMatchObject({ code: 1 });
  expect(silent.stderr).toContain("required option '--note <text>' not specified");
  await said("dead-letters discard --note", "a test order", letterOf(second));
  const [discarded] = await listed<{ note: string }>("dead-letters list --status discarded");
  expect(discarded?.note).toBe("a test order");
}, 60_000);

it("no id is taken for another: an unknown or shared beginning picks no dead letter", async () => {
  const nonsense = await ledgerline("dead-letters discard --note none nonsense");
  expect(nonsense.stderr).toContain('There is no dead letter "nonsense".');
  const [run] = await listed<{ id: string }>("runs list --limit 1");
  const shared = await ledgerline("runs show", run?.id.slice(0, 6) ?? "");
  expect(shared.stderr).toContain("Several runs have an id that begins so.");
  expect([nonsense.code, shared.code]).toEqual([1, 1]);
}, 30_000);

it("the schema is up to date, the messages are described, and doctor sees what needs a person", async () => {
  const [migrated, messages, order, kentico] = await Promise.all([
    said("migrate --json"),
    listed<{ name: string }>("schemas list"),
    said("schemas show order"),
    said("connectors show kentico"),
  ]);
  expect(JSON.parse(migrated)).toEqual({ applied: [] });
  expect(messages.map(({ name }) => name)).toContain("invoice");
  expect(JSON.parse(order)).toMatchObject({ $ref: "#/$defs/order" });
  expect(kentico).toMatch(/--secret password= +\(required\)/);
  const doctor = await ledgerline("doctor --json");
  const findings = JSON.parse(doctor.stdout) as { check: string; ok: boolean }[];
  expect(findings.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(["dead letters"]);
}, 30_000);

it("no secret is printed, logged or stored outside the vault", async () => {
  const { db, close } = await installation.openDatabase();
  const secrets = await secretsOf(installation, db);
  const texts = await tableTexts(db);
  await close();
  const { stdout, stderr } = platform.output();
  const postgresLog = await readFile(join(installation.dataDir, "postgres.log"), "utf8");
  const log = new Map([
    ["the platform's output", stdout + stderr],
    ["postgres.log", postgresLog],
  ]);
  expect([...new Set(secrets.values())].sort()).toEqual(
    expect.arrayContaining(["clientSecret", "oauth:tokens", "password", "webhook:default"]),
  );
  expect(texts.get("table run_step")).toContain("K-");
  const isPublic = sandbox.freshbooks.credentials["clientId"] ?? "";
  const everything = new Map([...printed, ...texts, ...log]);
  expect(leaks({ secrets, texts: everything, isPublic })).toEqual([]);
});

it("the platform is still up after all of this", async () => {
  await until(() => platform.isRunning, { what: "it runs" });
  expect((await fetch(`${installation.url}/readyz`)).status).toBe(200);
});
