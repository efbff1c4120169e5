// A migrated database for the worlds of this operating system process, emptied between them.

import { createRunQueue } from "../../../../src/engine/queue.ts";
import { migrate } from "../../../../src/store/migrate.ts";
import { chanceOf } from "../chance.ts";
import { Life } from "../life.ts";
import { VirtualTime } from "../virtual-time.ts";
import { openDatabase, quietDatabase } from "./database.ts";
import { Session } from "./session.ts";
import { Turns } from "./turns.ts";

/** Whatever asks for the time is told that of the world; found before PostgreSQL's own functions. */
const virtualClock = `
  create schema virtual;
  create function virtual.clock_timestamp() returns timestamptz language sql stable as
    $$ select current_setting('ledgerline.instant')::timestamptz $$;
  create function virtual.transaction_timestamp() returns timestamptz language sql stable as
    $$ select current_setting('ledgerline.instant')::timestamptz $$;
  create function virtual.now() returns timestamptz language sql stable as
    $$ select current_setting('ledgerline.instant')::timestamptz $$;
  set search_path = virtual, ledgerline, pg_catalog`;

/** The queue's functions read the time from here; it is then the same in all of the database. */
const oneClock = `
  create or replace function pgboss.job_now() returns timestamptz language sql stable as
    $$ select ledgerline.instant() $$`;

/** Compressing what is thrown away soon would take more time than anything else here. */
function uncompressed(session: Session): string {
  const { rows } = session.execute(
    `select format('alter table %I.%I alter column %I set storage external;',
       table_schema, table_name, column_name) as change
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'ledgerline' and table_type = 'BASE TABLE' and data_type = 'jsonb'`,
    [],
  );
  return rows.map(({ change }) => String(change)).join("\n");
}

/** A migrated database, which takes seconds to make. */
export async function openSession(): Promise<Session> {
  const time = new VirtualTime(0);
  const session = await Session.open(time);
  session.run(virtualClock);
  const life = new Life(time);
  const { db, pool } = openDatabase({
    session,
    life,
    turns: new Turns(),
    chance: chanceOf(0, "migration"),
    faults: () => ({ ...quietDatabase, latencyMaxMs: 0 }),
  });
  await migrate(db);
  const queue = createRunQueue({
    pool,
    clock: life.clock,
    onError: (error) => {
      throw error;
    },
  });
  await queue.start();
  await queue.stop();
  session.run(oneClock);
  session.run(uncompressed(session));
  keepBeginnings(session);
  return session;
}

/** These have rows in an empty installation; what they begin with is kept beside them. */
const kept = ["ledgerline.configuration", "pgboss.version", "pgboss.queue"];

function keepBeginnings(session: Session): void {
  session.run("create schema beginning");
  for (const [index, name] of kept.entries()) {
    session.run(`create table beginning.table_${index} as select * from ${name}`);
  }
}

/** As if nothing had ever been configured or worked on. */
export function emptyDatabase(session: Session): void {
  const { rows } = session.execute(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('ledgerline', 'pgboss') and tablename <> 'migration'`,
    [],
  );
  session.run(`truncate ${rows.map(({ name }) => String(name)).join(", ")}`);
  for (const [index, name] of kept.entries()) {
    session.run(`insert into ${name} select * from beginning.table_${index}`);
  }
}
