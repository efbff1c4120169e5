// Checks a message that a person edited before it is used instead of what the flow would read.

import { isMessageName, type MessageName, parseMessage } from "../../canonical/messages.ts";
import { IntegrationError } from "../../core/errors.ts";
import { parseFlow, type Step } from "../../flows/document.ts";
import type { Db } from "../../store/schema.ts";

/** Throws MESSAGE_INVALID naming each field that is wrong; REQUEST_INVALID when the flow reads nothing. */
export async function checkEdited(db: Db, runId: string, edited: unknown): Promise<void> {
  const run = await db
    .selectFrom("run")
    .innerJoin("flow", "flow.id", "run.flow_id")
    .select(["flow.document", "flow.id"])
    .where("run.id", "=", runId)
    .executeTakeFirst();
  const message = run ? messageRead(parseFlow(run.document).steps) : null;
  if (message !== null) {
    parseMessage(message, edited);
    return;
  }
  throw new IntegrationError(
    "REQUEST_INVALID",
    "The flow of this dead letter reads no message, so there is none to edit.",
    { hint: "Replay it as it is." },
  );
}

function messageRead(steps: readonly Step[]): MessageName | null {
  for (const step of steps) {
    if ("read" in step && isMessageName(step.read)) return step.read;
  }
  return null;
}
