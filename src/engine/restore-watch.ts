// Notices that the database was restored from a backup: it is behind what this process last saw of it. The
// same holds for a failover to a copy that lagged behind.

import type { Clock } from "../core/clock.ts";
import type { IntegrationError } from "../core/errors.ts";
import type { IdSource } from "../core/ids.ts";
import { beat, type Heartbeat, readHeartbeat } from "../store/heartbeat.ts";
import { readLastKnown, writeLastKnown } from "../store/last-known.ts";
import type { Db } from "../store/schema.ts";
import { createBackgroundLoop } from "./background-loop.ts";
import { quarantineSince, type Restore } from "./quarantine.ts";
import type { TellPeople } from "./refused-credentials.ts";

export interface RestoreWatchInput {
  db: Db;
  /** Where the file with what was last seen is. */
  dataDir: string;
  installationId: string;
  clock: Clock;
  ids: IdSource;
  tell: TellPeople;
  onError(error: IntegrationError): void;
}

export interface RestoreWatch {
  /** Looks before work begins, and keeps looking. `restoredAt`: somebody says of when the backup is. */
  start(restoredAt: Date | null): Promise<void>;
  stop(): Promise<void>;
}

/** What is lost between a beat and a restore to before it is noticed; shorter losses may not be. */
const beatMs = 2_000;

export function createRestoreWatch(input: RestoreWatchInput): RestoreWatch {
  const timing = { everyMs: beatMs, firstAfterMs: beatMs };
  const loop = createBackgroundLoop({ ...input, ...timing }, () => look(input));
  return {
    start: async (restoredAt) => {
      if (restoredAt) await quarantine(input, toldRestore(restoredAt));
      await look(input);
      loop.start();
    },
    stop: loop.stop,
  };
}

function toldRestore(backupAt: Date): Restore {
  return { backupAt, reason: `A backup of ${backupAt.toISOString()} was restored, as was told.` };
}

/** Compares, then raises the count in the database before the file: the file must never be ahead. */
async function look(input: RestoreWatchInput): Promise<undefined> {
  const { db, dataDir, installationId } = input;
  const known = await readLastKnown(dataDir);
  const found = await readHeartbeat(db);
  const isBehind = known?.installation === installationId && found.beats < known.beats;
  if (isBehind) await quarantine(input, noticedRestore(found));
  // Above what was seen before, or the next look would notice the same restore again.
  const { beats } = await beat(db, isBehind ? known.beats : 0);
  await writeLastKnown(dataDir, { installation: installationId, beats });
}

function noticedRestore({ at }: Heartbeat): Restore {
  return {
    backupAt: at,
    reason: `The database is behind what was seen of it: it was last at work at ${at.toISOString()}.`,
  };
}

async function quarantine(input: RestoreWatchInput, restore: Restore): Promise<void> {
  await quarantineSince(input.db, restore, input.ids);
  input.tell(
    `${restore.reason} Until all that may have been lost has come up again, everything is looked up before it is created.`,
  );
}
