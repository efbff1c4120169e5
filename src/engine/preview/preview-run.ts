// A dry run: works through a run as if for real, sends nothing, and tells what it would write.

import type { AttemptContext } from "../attempt-context.ts";
import type { ConfigurationSource } from "../configuration.ts";
import { failureOf } from "../failure.ts";
import { createKeyedMutex } from "../keyed-mutex.ts";
import { type AttemptInput, openAttempt } from "../open-attempt.ts";
import type { AttemptResult, ClaimedRun } from "../run.ts";
import { executeAttempt } from "../runner.ts";
import type { PlannedWrite } from "./planned-write.ts";
import { previewContext } from "./preview-context.ts";
import { createPreviewSystems, type PreviewNotes } from "./preview-systems.ts";

export interface PreviewedRun {
  /** How the run would end; a write itself may still be refused. */
  result: AttemptResult;
  writes: PlannedWrite[];
}

export interface Previewer {
  /** What the run would do now. */
  preview(run: ClaimedRun): Promise<PreviewedRun>;
  /** A context in which the run's systems can be looked at, and nothing can be written. */
  look(run: ClaimedRun): Promise<AttemptContext>;
}

export type PreviewerInput = Omit<AttemptInput, "leases"> & { configuration: ConfigurationSource };

export function createPreviewer(input: PreviewerInput): Previewer {
  const mutex = createKeyedMutex();
  const leases = { assertHeld: () => undefined };
  const look = async (run: ClaimedRun) => {
    const configuration = await input.configuration.current();
    const { signal } = new AbortController();
    const opening = { run, configuration, mutex, signal };
    return previewContext(await openAttempt({ ...input, leases }, opening));
  };
  return { look, preview: (run) => previewAttempt(() => look(run)) };
}

async function previewAttempt(look: () => Promise<AttemptContext>): Promise<PreviewedRun> {
  const records = new Map<string, string>();
  const notes: PreviewNotes = { writes: [], records };
  try {
    const context = await look();
    const systems = createPreviewSystems(context, notes);
    const approve = async () => "previewed";
    const { result } = await executeAttempt({ context, systems, records, approve });
    return { result, writes: notes.writes };
  } catch (thrown) {
    return { result: { kind: "failed", error: failureOf(thrown) }, writes: notes.writes };
  }
}
