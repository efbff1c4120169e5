// The database of a simulated world as one process sees it. All processes share one session: whole
// transactions and single statements take turns. It answers late, fails before or after a commit, and a
// process that dies in a transaction leaves nothing of it behind.

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import pg from "pg";
import type { QueueDatabase } from "../../../../src/engine/queue.ts";
import type { Db, Schema } from "../../../../src/store/schema.ts";
import type { Chance } from "../chance.ts";
import { type Life, never } from "../life.ts";
import type { Answer } from "./answers.ts";
import type { Session } from "./session.ts";
import type { Turns } from "./turns.ts";

export interface DatabaseFaults {
  /** Of a transaction or single statement: the connection is lost, and nothing of it remains. */
  lost: number;
  /** Of a transaction: the connection is lost after it was committed. */
  lostAfterCommit: number;
  /** Of a commit: the process dies right before or right after it. */
  crash: number;
  /** Of a transaction or single statement before its turn, and of a commit after it; 0 for none. */
  latencyMaxMs: number;
}

export const quietDatabase: DatabaseFaults = {
  lost: 0,
  lostAfterCommit: 0,
  crash: 0,
  latencyMaxMs: 20,
};

export interface DatabaseInput {
  session: Session;
  turns: Turns;
  life: Life;
  chance: Chance;
  faults(): DatabaseFaults;
}

export interface OpenedDatabase {
  db: Db;
  pool: QueueDatabase;
}

/** As PostgreSQL ends its sessions when it is shut down. */
function connectionLost(): Error {
  const error = new pg.DatabaseError(
    "terminating connection due to administrator command",
    0,
    "error",
  );
  error.code = "57P01";
  return error;
}

export function openDatabase(input: DatabaseInput): OpenedDatabase {
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new MemoryDriver(input),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return { db, pool: { query: (text, values) => queryOnce(input, text, values) } };
}

/** One statement of the queue, or several in one text with a transaction of their own. */
async function queryOnce(input: DatabaseInput, text: string, values: unknown[]) {
  const connection = await MemoryConnection.acquire(input);
  try {
    return await connection.execute(text, values);
  } finally {
    connection.release();
  }
}

class MemoryDriver implements Driver {
  readonly #input: DatabaseInput;

  constructor(input: DatabaseInput) {
    this.#input = input;
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<MemoryConnection> {
    return MemoryConnection.acquire(this.#input);
  }

  async beginTransaction(connection: MemoryConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: MemoryConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: MemoryConnection): Promise<void> {
    connection.release();
  }

  async releaseConnection(connection: MemoryConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {}
}

class MemoryConnection implements DatabaseConnection {
  readonly #input: DatabaseInput;
  #giveUpTurn: (() => void) | undefined;
  #forget = () => {};
  #isLost = false;

  private constructor(input: DatabaseInput) {
    this.#input = input;
  }

  static async acquire(input: DatabaseInput): Promise<MemoryConnection> {
    const { life, chance, turns } = input;
    const { lost, latencyMaxMs } = input.faults();
    if (latencyMaxMs > 0) await life.wait(1 + chance.int(latencyMaxMs));
    const connection = new MemoryConnection(input);
    connection.#isLost = chance.happens(lost);
    connection.#giveUpTurn = await turns.take(life);
    connection.#forget = life.onEnd(() => connection.release());
    return connection;
  }

  async begin(): Promise<void> {
    await this.execute("begin", []);
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, count } = await this.execute(sql, parameters);
    return { rows: rows as Row[], numAffectedRows: BigInt(count) };
  }

  /** The turn ends with the commit; that it happened is heard of later, or never. */
  async commit(): Promise<void> {
    const { life, chance, faults } = this.#input;
    const { crash, lostAfterCommit, latencyMaxMs } = faults();
    if (chance.happens(crash / 2)) life.end();
    await this.execute("commit", []);
    this.release();
    if (chance.happens(crash / 2)) life.end();
    if (latencyMaxMs > 0) await life.wait(1 + chance.int(latencyMaxMs));
    if (chance.happens(lostAfterCommit)) throw connectionLost();
  }

  streamQuery(): never {
    throw new Error("Nothing is streamed from a simulated database.");
  }

  /** What is not committed by now never is. */
  release(): void {
    if (!this.#giveUpTurn) return;
    if (this.#input.session.status !== "I") this.#input.session.rollback();
    this.#giveUpTurn();
    this.#giveUpTurn = undefined;
    this.#forget();
  }

  async execute(text: string, parameters: readonly unknown[]): Promise<Answer> {
    await this.#stayAlive();
    // Only without parameters may a text hold several statements, also with a transaction of their own.
    return parameters.length === 0 && text.includes(";")
      ? this.#input.session.run(text)
      : this.#input.session.execute(text, parameters);
  }

  /** Throws when the connection was lost; never resolves for a dead process. */
  #stayAlive(): Promise<void> | undefined {
    if (this.#input.life.isOver) return never();
    if (this.#isLost) throw connectionLost();
    return undefined;
  }
}
