// Keeps secrets encrypted in the database. Values leave it only to those who use them: never into
// logs, runs or answers of the API.

import { sql } from "kysely";
import { IntegrationError } from "../core/errors.ts";
import { type IdSource, newId } from "../core/ids.ts";
import type { Db, Row } from "../store/schema.ts";
import { seal, unseal } from "./cipher.ts";

export interface VaultOptions {
  /** The database, or a transaction that the vault then works in. */
  db: Db;
  /** 32 bytes, see `readMasterKey`. */
  key: Uint8Array;
  ids: IdSource;
}

/**
 * Secrets by connection and name; a null connection id means the installation itself. Names with a
 * prefix such as "webhook:" are not the user's: `getAll` leaves them out unless asked for the prefix.
 */
export interface Vault {
  /** Stores a value, new or changed, and returns the id of its row. */
  put(connectionId: string | null, name: string, value: string): Promise<string>;
  /** Throws NOT_FOUND or SECRET_UNREADABLE. */
  get(connectionId: string | null, name: string): Promise<string>;
  /** Undefined when there is none; throws SECRET_UNREADABLE. */
  find(connectionId: string | null, name: string): Promise<string | undefined>;
  /** Values by name, the prefix taken off. Throws SECRET_UNREADABLE. */
  getAll(connectionId: string, prefix?: `${string}:`): Promise<Record<string, string>>;
  /** Names of the secrets that are set, without their values: all that may be shown. */
  names(connectionId: string): Promise<string[]>;
  remove(connectionId: string | null, name: string): Promise<void>;
  /** The same vault inside a transaction. */
  within(transaction: Db): Vault;
}

type SecretRow = Row<"secret">;

function open(row: SecretRow, key: Uint8Array): string {
  const { key_id: keyId, nonce, ciphertext, tag } = row;
  const place = { connectionId: row.connection_id, name: row.name, rowId: row.id };
  return unseal({ keyId, nonce, ciphertext, tag }, place, key);
}

async function findRow(
  db: Db,
  connectionId: string | null,
  name: string,
): Promise<SecretRow | undefined> {
  return db
    .selectFrom("secret")
    .selectAll()
    .where("connection_id", "is not distinct from", connectionId)
    .where("name", "=", name)
    .executeTakeFirst();
}

interface NewValue {
  connectionId: string | null;
  name: string;
  value: string;
}

function sealedColumns({ connectionId, name, value }: NewValue, id: string, options: VaultOptions) {
  const { key, ids } = options;
  const place = { connectionId, name, rowId: id };
  const { keyId, nonce, ciphertext, tag } = seal(value, place, { key, random: ids.random });
  return { key_id: keyId, nonce, ciphertext, tag };
}

async function insertSecret(options: VaultOptions, input: NewValue): Promise<string | undefined> {
  const id = newId(options.ids);
  const row = await options.db
    .insertInto("secret")
    .values({
      id,
      connection_id: input.connectionId,
      name: input.name,
      ...sealedColumns(input, id, options),
    })
    .onConflict((conflict) => conflict.columns(["connection_id", "name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** The row keeps its id, to which its ciphertext is bound and others refer. */
async function replaceSecret(options: VaultOptions, input: NewValue): Promise<string | undefined> {
  const present = await findRow(options.db, input.connectionId, input.name);
  if (present === undefined) return undefined;
  const row = await options.db
    .updateTable("secret")
    .set({
      ...sealedColumns(input, present.id, options),
      updated_at: sql<Date>`clock_timestamp()`,
    })
    .where("id", "=", present.id)
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

async function putSecret(options: VaultOptions, input: NewValue): Promise<string> {
  // Both may find nothing when somebody else removes or adds the secret in between.
  const id = (await replaceSecret(options, input)) ?? (await insertSecret(options, input));
  return id ?? putSecret(options, input);
}

function belongs(name: string, prefix: string | undefined): boolean {
  return prefix === undefined ? !name.includes(":") : name.startsWith(prefix);
}

/** A user's secret is part of the connection: whoever has it open must see that it changed. */
async function touchConnection(db: Db, connectionId: string | null, name: string): Promise<void> {
  if (connectionId === null || !belongs(name, undefined)) return;
  await db
    .updateTable("connection")
    .set({ updated_at: sql<Date>`clock_timestamp()` })
    .where("id", "=", connectionId)
    .execute();
}

function notFound(name: string): IntegrationError {
  return new IntegrationError("NOT_FOUND", `The secret "${name}" is not set.`, {
    hint: "Enter it in the settings of the connection.",
  });
}

export function createVault(options: VaultOptions): Vault {
  const { db, key } = options;

  async function rowsOf(connectionId: string): Promise<SecretRow[]> {
    return db
      .selectFrom("secret")
      .selectAll()
      .where("connection_id", "=", connectionId)
      .orderBy("name")
      .execute();
  }

  async function find(connectionId: string | null, name: string): Promise<string | undefined> {
    const row = await findRow(db, connectionId, name);
    return row === undefined ? undefined : open(row, key);
  }

  return {
    find,
    put: async (connectionId, name, value) => {
      const id = await putSecret(options, { connectionId, name, value });
      await touchConnection(db, connectionId, name);
      return id;
    },
    get: async (connectionId, name) => {
      const value = await find(connectionId, name);
      if (value === undefined) throw notFound(name);
      return value;
    },
    getAll: async (connectionId, prefix) => {
      const rows = (await rowsOf(connectionId)).filter((row) => belongs(row.name, prefix));
      const skip = prefix?.length ?? 0;
      return Object.fromEntries(rows.map((row) => [row.name.slice(skip), open(row, key)]));
    },
    names: async (connectionId) => {
      const rows = await rowsOf(connectionId);
      return rows.map((row) => row.name).filter((name) => belongs(name, undefined));
    },
    remove: async (connectionId, name) => {
      await db
        .deleteFrom("secret")
        .where("connection_id", "is not distinct from", connectionId)
        .where("name", "=", name)
        .execute();
      await touchConnection(db, connectionId, name);
    },
    within: (transaction) => createVault({ ...options, db: transaction }),
  };
}
