// The one session of a PostgreSQL in this process's memory. Statements are prepared once and answered at
// once: no time passes for a database here. What latency and failures it has, connection.ts adds.

import { PGlite, protocol } from "@electric-sql/pglite";
import type { VirtualTime } from "../virtual-time.ts";
import { type Answer, type Answers, type Expected, type Field, readAnswers } from "./answers.ts";
import { parameterText } from "./parameter.ts";

const { serialize } = protocol;

interface Prepared {
  name: string;
  fields: readonly Field[];
}

const preparedMax = 1_000;
const setInstant = "set_instant";
const executeAll = serialize.execute({});
const sync = serialize.sync();
const nothingExpected: Expected = { fields: [], skipped: 0 };
const nothing: Answer = { rows: [], fields: [], count: 0 };

export class Session {
  /** "I" outside a transaction, "T" inside one, "E" inside one that failed. */
  status = "I";
  /** What `ledgerline.instant()` answers from. */
  time: VirtualTime;
  readonly #database: PGlite;
  readonly #prepared = new Map<string, Prepared>();
  readonly #seenOnce = new Set<string>();
  #names = 0;
  /** What the database takes for now; unknown after a rollback, which takes the setting back too. */
  #instantMs: number | undefined;

  private constructor(database: PGlite, time: VirtualTime) {
    this.#database = database;
    this.time = time;
  }

  /** Takes seconds. */
  static async open(time: VirtualTime): Promise<Session> {
    const session = new Session(await PGlite.create(), time);
    const text = "select set_config('ledgerline.instant', to_timestamp($1::float8)::text, false)";
    session.#exchange([serialize.parse({ name: setInstant, text }), sync]);
    session.run("set plan_cache_mode = force_generic_plan");
    // Plans are made while tables are empty, and kept.
    session.run("set enable_seqscan = off");
    session.run("set jit = off");
    return session;
  }

  /** Runs one statement. Throws DatabaseError. */
  execute(text: string, parameters: readonly unknown[]): Answer {
    const { name, fields } = this.#prepared.get(text) ?? this.#prepare(text);
    const values = parameters.map(parameterText);
    const bind = serialize.bind({ statement: name, values });
    const instant = this.#instant();
    const skipped = instant.length > 0 ? 1 : 0;
    const messages = [...instant, bind, executeAll, sync];
    const { answers } = this.#exchange(messages, { fields, skipped });
    return answers.at(-1) ?? nothing;
  }

  /** Runs any number of statements without parameters; gives the rows of all. Throws DatabaseError. */
  run(text: string): Answer {
    this.#exchange([...this.#instant(), sync], { fields: [], skipped: 1 });
    const { answers } = this.#exchange([serialize.query(text)]);
    return { ...nothing, rows: answers.flatMap(({ rows }) => rows) };
  }

  rollback(): void {
    this.#instantMs = undefined;
    this.#exchange([serialize.query("rollback")]);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  /** What makes the database believe in the present instant, unless it does. */
  #instant(): Uint8Array[] {
    const { nowMs } = this.time;
    if (this.#instantMs === nowMs || this.status === "E") return [];
    this.#instantMs = nowMs;
    return [serialize.bind({ statement: setInstant, values: [String(nowMs / 1_000)] }), executeAll];
  }

  #exchange(messages: readonly Uint8Array[], expected = nothingExpected): Answers {
    const bytes = this.#database.execProtocolRawSync(Buffer.concat(messages));
    const answers = readAnswers(bytes, expected);
    this.status = answers.status;
    if (!answers.error) return answers;
    // A failure takes back what was set together with it.
    this.#instantMs = undefined;
    throw answers.error;
  }

  /** A text that was seen once already gets a name of its own; the number of rows makes many texts. */
  #prepare(text: string): Prepared {
    const isSeen = this.#seenOnce.has(text) && this.#prepared.size < preparedMax;
    if (isSeen) this.#names += 1;
    const name = isSeen ? `s${this.#names}` : "";
    const describe = serialize.describe({ type: "S", name });
    const { fields } = this.#exchange([serialize.parse({ name, text }), describe, sync]);
    const prepared = { name, fields };
    if (isSeen) this.#prepared.set(text, prepared);
    else this.#seenOnce.add(text);
    return prepared;
  }
}
