// Connecting systems from the command line, and the commands that bring a platform or a sandbox of their own.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../sandbox/start.ts";
import type { DemoSummary } from "../../../src/cli/demo/report.ts";
import type { OpenDatabase } from "../../../src/store/database.ts";
import { leaks, secretsOf, tableTexts } from "./canary.ts";
import { type Installation, makeInstallation } from "./installation.ts";
import type { Ended, LedgerlineProcess } from "./ledgerline-process.ts";
import { until } from "./until.ts";

let installation: Installation;
let sandbox: Sandbox;
/** Open all the time, as beside a running platform: commands join it. */
let database: OpenDatabase;
const printed = new Map<string, string>();

beforeAll(async () => {
  installation = await makeInstallation({ LEDGERLINE_LOG: "error" });
  database = await installation.openDatabase();
  sandbox = await startSandbox({ seed: 1 });
}, 30_000);

afterAll(async () => {
  await database.close();
  await installation.close();
  await sandbox.close();
});

async function ledgerline(...args: string[]): Promise<Ended> {
  const ended = await installation.run(args);
  printed.set(args.slice(0, 2).join(" "), ended.stdout + ended.stderr);
  return ended;
}

const set = (name: string, value = "") => ["--set", `${name}=${value}`];
const secret = (name: string, value = "") => ["--secret", `${name}=${value}`];

function kenticoOptions(): string[] {
  const { url, credentials } = sandbox.kentico;
  return [
    ...set("baseUrl", url),
    ...set("username", credentials["username"]),
    ...set("siteName", credentials["siteName"]),
    ...set("timeZone", "Europe/Prague"),
  ];
}

function freshbooksOptions(): string[] {
  const { url, credentials } = sandbox.freshbooks;
  return [
    ...set("clientId", credentials["clientId"]),
    ...set("redirectUri", credentials["redirectUri"]),
    ...set("baseUrl", url),
    ...set("authUrl", url),
    ...secret("clientSecret", credentials["clientSecret"]),
  ];
}

/** What a person does on the consent page: presses "Allow" and copies the address they are sent to. */
async function allow(consentUrl: string): Promise<string> {
  const url = new URL(consentUrl);
  const form = new URLSearchParams({ ...Object.fromEntries(url.searchParams), decision: "allow" });
  const answer = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  return answer.headers.get("location") ?? "";
}

function consentUrlIn({ output }: LedgerlineProcess): Promise<string> {
  return until(() => /^http\S+oauth\/authorize\S+$/m.exec(output().stdout)?.[0], {
    what: "the address of the consent page",
  });
}

describe("connecting Kentico", () => {
  it("says which setting, and which secret, is missing or wrong, and where all are listed", async () => {
    const nothing = await ledgerline("connect", "kentico");
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toMatch(/^CONFIGURATION_INVALID: The setting "baseUrl"/);
    expect(nothing.stderr).toContain("connectors show kentico");
    const noSecret = await ledgerline("connect", "kentico", ...kenticoOptions());
    expect(noSecret.code).toBe(1);
    expect(noSecret.stderr).toContain("--secret password=");
    const badPair = await ledgerline("connect", "kentico", "--set", "baseUrl");
    expect(badPair.stderr).toContain('"baseUrl" is not of the form name=value.');
    const badSecret = await ledgerline("connect", "kentico", "--secret", "hunter2hunter2");
    expect(badSecret.stderr).toContain("A secret is not of the form name=value.");
    expect(badSecret.stderr).not.toContain("hunter2");
  }, 30_000);

  it("connects, proves it, and tells how to go on when the name is taken", async () => {
    const options = [
      ...kenticoOptions(),
      ...secret("password", sandbox.kentico.credentials["password"]),
    ];
    const connected = await ledgerline("connect", "kentico", ...options);
    expect(connected).toMatchObject({ code: 0, stderr: "" });
    expect(connected.stdout).toContain(
      'Connected "kentico". Prove it with: connections test kentico',
    );
    expect((await ledgerline("connections", "test", "kentico")).code).toBe(0);
    const twice = await ledgerline("connect", "kentico", ...options);
    expect(twice.code).toBe(1);
    expect(twice.stderr).toMatch(/^ALREADY_EXISTS.*\n.*connections set.*--name/);
  }, 30_000);

  it("a changed password is set in place", async () => {
    const wrong = await ledgerline(
      "connections",
      "set",
      "kentico",
      ...secret("password", "wrong-password"),
    );
    expect(wrong.code).toBe(0);
    expect((await ledgerline("connections", "test", "kentico")).code).toBe(1);
    const right = secret("password", sandbox.kentico.credentials["password"]);
    await ledgerline("connections", "set", "kentico", ...right);
    expect((await ledgerline("connections", "test", "kentico")).code).toBe(0);
  }, 30_000);
});

describe("connecting FreshBooks", () => {
  it("asks for the address the person was sent to, and takes the only account", async () => {
    const child = installation.spawn(["connect", "freshbooks", ...freshbooksOptions()]);
    child.type(await allow(await consentUrlIn(child)));
    const { code, stdout, stderr } = await child.ended;
    printed.set("connect freshbooks", stdout + stderr);
    expect(code).toBe(0);
    expect(stdout).toContain('Connected "freshbooks".');
    expect((await ledgerline("connections", "test", "freshbooks")).code).toBe(0);
  }, 30_000);

  it("without an answer keeps the connection and says how to go on; a code alone is enough", async () => {
    const name = ["--name", "second-books"];
    const unanswered = await ledgerline("connect", "freshbooks", ...name, ...freshbooksOptions());
    expect(unanswered.code).toBe(1);
    expect(unanswered.stderr).toContain("REQUEST_INVALID: The question was not answered.");
    expect(unanswered.stderr).toContain("connect freshbooks --name second-books --again");
    const child = installation.spawn(["connect", "freshbooks", ...name, "--again"]);
    const answer = new URL(await allow(await consentUrlIn(child)));
    child.type(answer.searchParams.get("code") ?? "");
    expect(await child.ended).toMatchObject({ code: 0 });
  }, 30_000);
});

it("the demo's last line is its summary as JSON, and both sides agree", async () => {
  const { code, stdout, stderr } = await ledgerline("demo", "--once", "--orders", "12", "--json");
  const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as DemoSummary;
  expect(summary).toMatchObject({
    orders: 12,
    deadLetters: 0,
    duplicates: 0,
    missing: 0,
    mismatches: 0,
  });
  expect(code).toBe(0);
  expect(stderr).toContain("12 orders became");
}, 60_000);

it("the sandbox prints what is needed to connect to it, and stays up until it is told to stop", async () => {
  const ports = ["--freshbooks-port", "0", "--kentico-port", "0"];
  const child = installation.spawn(["sandbox", "--seed", "99", "--json", ...ports]);
  const line = await until(() => /^\[.*\]$/m.exec(child.output().stdout)?.[0], {
    what: "it is up",
  });
  const systems = JSON.parse(line) as { name: string; url: string; credentials: object }[];
  expect(systems.map(({ name }) => name)).toEqual(["freshbooks", "kentico"]);
  expect(systems[1]?.credentials).toHaveProperty("password");
  expect((await fetch(`${systems[0]?.url}/healthz`)).status).toBe(200);
  child.kill("SIGTERM");
  expect((await child.ended).code).toBe(0);
}, 30_000);

describe("mistakes end with 1 and a sentence that says what to do", () => {
  it.each([
    [["invoices"], "error: unknown command 'invoices'"],
    [["connect"], "error: missing required argument 'connector'"],
    [
      ["connect", "sage"],
      'There is no connector "sage".\n  Known connectors: freshbooks, kentico.',
    ],
    [
      ["flows", "apply", "/nowhere.yaml"],
      "REQUEST_INVALID: The file /nowhere.yaml cannot be read.",
    ],
    [["demo", "--orders", "many"], "It must be a whole number from 1 to 100000."],
    [
      ["runs", "list", "--status", "lost"],
      "Allowed choices are queued, running, waiting, held, done",
    ],
    [["dead-letters", "replay"], "It is not said which dead letters are meant."],
  ])("ledgerline %s", async (args, message) => {
    const { code, stdout, stderr } = await ledgerline(...args);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it("a wrong environment variable is named, not shown", async () => {
    const { code, stderr } = await installation.run(["doctor"], { LEDGERLINE_KEY: "hunter2" });
    expect(code).toBe(1);
    expect(stderr).toContain("The environment variable LEDGERLINE_KEY is not valid");
    expect(stderr).not.toContain("hunter2");
  });
});

it("connecting prints, logs and stores no secret outside the vault", async () => {
  const { db } = database;
  const secrets = await secretsOf(installation, db);
  const log = await readFile(join(installation.dataDir, "postgres.log"), "utf8");
  const texts = new Map([...printed, ...(await tableTexts(db)), ["postgres.log", log]]);
  const isPublic = sandbox.freshbooks.credentials["clientId"] ?? "";
  expect(leaks({ secrets, texts, isPublic })).toEqual([]);
});

it("a command with no platform beside it starts the database itself, and ends it again", async () => {
  await database.close();
  const { code, stdout } = await ledgerline("doctor");
  expect(stdout).toContain("nothing is overdue");
  expect(code).toBe(0);
  database = await installation.openDatabase();
}, 30_000);
