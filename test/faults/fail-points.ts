// Places in the platform at which a process kills itself: around every commit and every send. They are
// patched into the source while it is loaded; the platform's own code knows nothing of them.

import type { SourcePatch } from "./patches/source-patch.ts";

/** How often the place is passed before the process dies there; see `armFailPoint`. */
const passVariable = "LEDGERLINE_FAIL_POINT_PASS";

/** A SIGKILL to oneself is the end of the very statement: nothing after it is run. */
const die =
  "if ((globalThis.failPointPasses = (globalThis.failPointPasses ?? 0) + 1) >= " +
  `Number(process.env.${passVariable})) process.kill(process.pid, "SIGKILL");`;

interface Point {
  name: string;
  file: string;
  /** The statement at which it happens, or its beginning. */
  at: string;
  when: "before" | "after";
}

function patchAt({ name, file, at, when }: Point): SourcePatch {
  return { name, file, find: at, replace: when === "after" ? `${at} ${die}` : `${die} ${at}` };
}

export const failPoints: readonly SourcePatch[] = [
  {
    name: "intake-before-commit",
    file: "src/engine/intake.ts",
    at: "await enqueueRuns({ trx, queue }, runs);",
    when: "after",
  } as const,
  {
    name: "intake-after-commit",
    file: "src/engine/intake.ts",
    at: "if (receipts.some((receipt) => receipt.runs > 0)) input.onWork();",
    when: "before",
  } as const,
  {
    name: "after-claim-commit",
    file: "src/engine/worker.ts",
    at: "if (runs.length === 0) return false;",
    when: "after",
  } as const,
  {
    name: "before-send",
    file: "src/engine/attempt-context.ts",
    at: 'if (request.effect === "create") memory.lastCreateSent = true;',
    when: "after",
  } as const,
  {
    name: "after-create-before-it-is-noted",
    file: "src/engine/write-effect.ts",
    at: "const toId = place.entity.idOf(wire);",
    when: "before",
  } as const,
  {
    name: "shared-record-before-settling",
    file: "src/engine/shared-record.ts",
    at: "await context.batched.settleNaturalKey(",
    when: "before",
  } as const,
  {
    name: "shared-record-before-link",
    file: "src/engine/shared-record.ts",
    at: "return record;",
    when: "before",
  } as const,
  {
    name: "before-finish-commit",
    file: "src/engine/finish.ts",
    at: "await settle(trx, input, owned);",
    when: "after",
  } as const,
  {
    name: "after-dead-letter-insert",
    file: "src/engine/finish.ts",
    at: "await openDeadLetters(trx, letters);",
    when: "after",
  } as const,
  {
    name: "after-finish-commit",
    file: "src/engine/worker.ts",
    at: "await finisher.submit(attempt);",
    when: "after",
  } as const,
  {
    name: "after-token-rotation",
    file: "src/vault/token-store.ts",
    at: "fresh = await exchange(current);",
    when: "after",
  } as const,
  {
    name: "between-poll-pages",
    file: "src/engine/poller.ts",
    at: "position = result.cursor;",
    when: "after",
  } as const,
].map(patchAt);

const preload = new URL("patches/preload.ts", import.meta.url).href;

/** Environment of a process that dies the `pass`-th time it comes by. */
export function failPointEnvironment({ name, pass }: { name: string; pass: number }) {
  return {
    NODE_OPTIONS: `--import ${preload}`,
    LEDGERLINE_PATCHES: name,
    [passVariable]: String(pass),
  };
}
