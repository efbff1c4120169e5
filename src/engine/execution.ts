// How the steps of a flow are carried out: for real, or for a preview.

import type { FlowSystems } from "../flows/ports.ts";
import type { AttemptContext } from "./attempt-context.ts";

export interface Execution {
  context: AttemptContext;
  systems: FlowSystems;
  /** Ids of written records by name. */
  records: Map<string, string>;
  /**
   * Asks for a person's approval of what the rest of the steps would write; throws HELD_FOR_REVIEW until
   * it is given. Gives what to note in the trace.
   */
  approve(rest: RestOfSteps): Promise<string>;
}

/** The steps after one that asks for approval. */
export interface RestOfSteps {
  /** Ids of the records written so far. */
  records: ReadonlyMap<string, string>;
  run(execution: Execution): Promise<void>;
}
