// Waits for what a test cannot be told about: another process, a table, a simulator's ledger.

/** Ledgers are large: asking more often would take the time from the work that is waited for. */
const pollMs = 100;

export interface Waiting {
  /** Said when it does not happen; a function tells what was seen last. */
  what: string | (() => string);
  deadlineMs?: number;
}

/** The first answer of `probe` that is not undefined or false; throws when there is none in time. */
export async function until<T>(
  probe: () => T | Promise<T>,
  { what, deadlineMs = 20_000 }: Waiting,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > deadline) {
      throw new Error(`It did not happen in time: ${typeof what === "string" ? what : what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
