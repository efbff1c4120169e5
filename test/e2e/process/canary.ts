// Looks for secrets where none may be: in what commands print, in logs, and in tables that are not the vault.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { readConfig } from "../../../src/config.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { systemRandom } from "../../../src/core/ids.ts";
import type { Db } from "../../../src/store/schema.ts";
import { readMasterKey } from "../../../src/vault/key-file.ts";
import { createVault } from "../../../src/vault/vault.ts";
import type { Installation } from "./installation.ts";

/** Shorter texts are names such as "Bearer", not secrets. */
const shortestSecret = 12;

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function parts(secret: string): string[] {
  return secret.startsWith("{") ? stringsIn(JSON.parse(secret)) : [secret];
}

/** Every secret of an installation by where it is kept: the vault, the key file, the database's password. */
export async function secretsOf(installation: Installation, db: Db): Promise<Map<string, string>> {
  const config = readConfig(installation.env, "/");
  const key = await readMasterKey(config, systemRandom);
  const vault = createVault({ db, key, ids: { clock: systemClock, random: systemRandom } });
  const rows = await db.selectFrom("secret").select(["connection_id", "name"]).execute();
  const secrets = new Map<string, string>();
  for (const { connection_id, name } of rows) {
    for (const part of parts(await vault.get(connection_id, name))) secrets.set(part, name);
  }
  secrets.set(Buffer.from(key).toString("base64"), "the master key");
  const password = await readFile(join(installation.dataDir, "postgres-password"), "utf8");
  secrets.set(password.trim(), "the password of the database");
  return new Map([...secrets].filter(([secret]) => secret.length >= shortestSecret));
}

const tables = [
  "run",
  "run_step",
  "dead_letter",
  "event",
  "connection",
  "effect",
  "link",
  "cursor",
];

/** All tables that hold what came in and what was done, as one text each. */
export async function tableTexts(db: Db): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const table of tables) {
    const { rows } = await sql<{ text: string | null }>`
      select string_agg(to_jsonb(t)::text, E'\n') as text from ${sql.table(table)} t`.execute(db);
    texts.set(`table ${table}`, rows[0]?.text ?? "");
  }
  return texts;
}

export interface Search {
  secrets: ReadonlyMap<string, string>;
  /** What is searched, by the name of its place. */
  texts: ReadonlyMap<string, string>;
  /** May be seen, and contains what a secret consists of: the simulators draw both from one seed. */
  isPublic: string;
}

/** Where which secret was found: "clientSecret in table run_step". */
export function leaks({ secrets, texts, isPublic }: Search): string[] {
  return [...texts].flatMap(([place, text]) => {
    const searched = text.replaceAll(isPublic, "");
    return [...secrets].flatMap(([secret, name]) =>
      searched.includes(secret) ? [`${name} in ${place}`] : [],
    );
  });
}
