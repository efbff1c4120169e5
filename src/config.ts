// Environment variables -> one validated object. The only reader of the environment.

import { resolve } from "node:path";
import { z } from "zod";
import { IntegrationError } from "./core/errors.ts";

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}

const environment = z.object({
  LEDGERLINE_DATA: z.string().default("data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  LEDGERLINE_KEY: z.string().refine(isKey, "must be 32 bytes in base64").optional(),
  LEDGERLINE_HOST: z.string().default("127.0.0.1"),
  LEDGERLINE_PORT: z.coerce.number().int().min(0).max(65_535).default(4600),
  LEDGERLINE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  LEDGERLINE_LOG: z.enum(logLevels).default("info"),
  LEDGERLINE_RECONCILE_HOUR: z.coerce.number().int().min(0).max(23).default(3),
  LEDGERLINE_CONCURRENCY: z.coerce.number().int().min(1).max(1000).default(16),
});

export interface Config {
  /** Absolute path of the folder for the embedded database, the key file and logs. */
  dataDir: string;
  /** An own PostgreSQL server; the embedded one is used when absent. */
  databaseUrl: string | undefined;
  /** The vault's master key, 32 bytes in base64; the key file is used when absent. */
  key: string | undefined;
  host: string;
  port: number;
  /** Where other systems reach this server, without a slash at the end; for webhooks and consent pages. */
  publicUrl: string | undefined;
  logLevel: (typeof logLevels)[number];
  /** How many runs are worked on at the same time. */
  concurrency: number;
  /** Hour of the day, UTC, at which everything written is compared with the other systems. */
  reconcileHour: number;
}

function readEnvironment(env: NodeJS.ProcessEnv): z.infer<typeof environment> {
  // An empty variable means absent: that is how Docker Compose passes what was not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const variable = String(issue?.path[0]);
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `The environment variable ${variable} is not valid: ${issue?.message}.`,
    { hint: `Correct ${variable} or leave it out.`, details: { variable } },
  );
}

/**
 * Reads the settings of this process; a relative data folder is taken from `cwd`.
 * Throws CONFIGURATION_INVALID naming the variable, never its value.
 */
export function readConfig(env: NodeJS.ProcessEnv, cwd: string): Config {
  const values = readEnvironment(env);
  return {
    dataDir: resolve(cwd, values.LEDGERLINE_DATA),
    databaseUrl: values.DATABASE_URL,
    key: values.LEDGERLINE_KEY,
    host: values.LEDGERLINE_HOST,
    port: values.LEDGERLINE_PORT,
    publicUrl: values.LEDGERLINE_PUBLIC_URL?.replace(/\/+$/, ""),
    logLevel: values.LEDGERLINE_LOG,
    concurrency: values.LEDGERLINE_CONCURRENCY,
    reconcileHour: values.LEDGERLINE_RECONCILE_HOUR,
  };
}
