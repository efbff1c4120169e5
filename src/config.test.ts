import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { IntegrationError } from "./core/errors.ts";

test("with nothing set, the defaults hold and the data folder is below the current one", () => {
  expect(readConfig({ HOME: "/home/ann" }, "/srv/shop")).toEqual({
    dataDir: "/srv/shop/data",
    databaseUrl: undefined,
    key: undefined,
    host: "127.0.0.1",
    port: 4600,
    publicUrl: undefined,
    logLevel: "info",
    concurrency: 16,
    reconcileHour: 3,
  });
});

test("every variable is taken over", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const env = {
    LEDGERLINE_DATA: "/var/data",
    DATABASE_URL: "postgres://app:pw@db:5432/app",
    LEDGERLINE_KEY: key,
    LEDGERLINE_HOST: "0.0.0.0",
    LEDGERLINE_PORT: "8080",
    LEDGERLINE_PUBLIC_URL: "https://sync.example.com/",
    LEDGERLINE_LOG: "debug",
    LEDGERLINE_CONCURRENCY: "4",
    LEDGERLINE_RECONCILE_HOUR: "22",
  };
  expect(readConfig(env, "/srv/shop")).toEqual({
    dataDir: "/var/data",
    databaseUrl: "postgres://app:pw@db:5432/app",
    key,
    host: "0.0.0.0",
    port: 8080,
    publicUrl: "https://sync.example.com",
    logLevel: "debug",
    concurrency: 4,
    reconcileHour: 22,
  });
});

test("an empty variable counts as not set", () => {
  expect(readConfig({ LEDGERLINE_PORT: "", DATABASE_URL: "" }, "/").port).toBe(4600);
});

test.each([
  ["LEDGERLINE_PORT", "http"],
  ["LEDGERLINE_PORT", "65536"],
  ["LEDGERLINE_CONCURRENCY", "0"],
  ["LEDGERLINE_RECONCILE_HOUR", "24"],
  ["LEDGERLINE_CONCURRENCY", "1.5"],
  ["LEDGERLINE_KEY", "too-short"],
  ["LEDGERLINE_KEY", Buffer.alloc(31).toString("base64")],
  ["LEDGERLINE_LOG", "loud"],
  ["LEDGERLINE_PUBLIC_URL", "ftp://sync.example.com"],
  ["DATABASE_URL", "mysql://app@db/app"],
])("%s=%s is refused by the variable's name, without its value", (variable, value) => {
  let thrown: unknown;
  try {
    readConfig({ [variable]: value }, "/");
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(IntegrationError);
  expect(thrown).toMatchObject({
    code: "CONFIGURATION_INVALID",
    message: expect.stringContaining(variable),
    details: { variable },
  });
  if (value.length > 10) expect(String(thrown)).not.toContain(value);
});
