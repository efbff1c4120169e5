// Installing, changing and switching flows. What is saved has been checked as a whole.

import { IntegrationError } from "../core/errors.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { FlowDocument, FlowParameter } from "../flows/document.ts";
import { validateFlow } from "../flows/validate.ts";
import { listConnections } from "../store/connections.ts";
import { countRuns, lockUnwantedEvents } from "../store/events.ts";
import { createFlow, type Flow, findFlow, setFlowEnabled, updateFlow } from "../store/flows.ts";
import { listWaitingRuns } from "../store/runs.ts";
import type { Db, Row } from "../store/schema.ts";
import type { ConfiguredFlow } from "./configuration.ts";
import type { Setup } from "./connection-setup.ts";
import { enqueueRuns, runOf, type Subject } from "./intake.ts";

export interface FlowInput {
  document: FlowDocument;
  params: JsonObject;
  /** Role -> names of connections. */
  roles: Record<string, string[]>;
}

/** Checks a flow with its parameters and connections; throws CONFIGURATION_INVALID naming the place. */
export async function checkFlow(setup: Setup, input: FlowInput): Promise<void> {
  validateFlow(input.document);
  checkParameters(input);
  const connections = new Map((await listConnections(setup.db)).map((row) => [row.name, row]));
  for (const [role, connectors] of Object.entries(input.document.roles)) {
    for (const name of input.roles[role] ?? []) {
      const connection = connections.get(name);
      if (!connection) throw invalid(`There is no connection "${name}" for the role "${role}".`);
      if (!connectors.includes(connection.connector)) {
        throw invalid(
          `"${name}" is ${connection.connector}, but the role "${role}" needs ${connectors.join(" or ")}.`,
        );
      }
    }
  }
}

function invalid(message: string): IntegrationError {
  return new IntegrationError("CONFIGURATION_INVALID", message);
}

function checkParameters({ document, params }: FlowInput): void {
  for (const [name, value] of Object.entries(params)) {
    const parameter = document.parameters[name];
    if (!parameter) {
      throw new IntegrationError(
        "CONFIGURATION_INVALID",
        `The flow "${document.flow}" has no parameter "${name}".`,
        { hint: `Its parameters: ${Object.keys(document.parameters).join(", ")}.` },
      );
    }
    if (!fits(parameter, value)) {
      throw invalid(`The parameter "${name}" must be ${describeParameter(parameter)}.`);
    }
  }
}

function fits({ type, choices }: FlowParameter, value: Json): boolean {
  if (type === "list") {
    return Array.isArray(value) && value.every((item) => isChoice(choices, item));
  }
  if (type === "choice") return isChoice(choices, value);
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  return typeof value === (type === "boolean" ? "boolean" : "string");
}

function isChoice(choices: readonly string[] | undefined, value: Json): boolean {
  return typeof value === "string" && (choices === undefined || choices.includes(value));
}

function describeParameter({ type, choices }: FlowParameter): string {
  const among = choices ? ` of ${choices.join(", ")}` : "";
  if (type === "list") return `a list${among}`;
  if (type === "choice") return `one${among}`;
  return type === "text" ? "text" : `a ${type}`;
}

/** Saves a flow, new or changed; it is enabled separately. */
export async function saveFlow(setup: Setup, input: FlowInput): Promise<Flow> {
  await checkFlow(setup, input);
  const { flow: id, title } = input.document;
  const content = {
    title,
    document: input.document as unknown as JsonObject,
    params: input.params,
    roles: input.roles,
  };
  const known = await setup.db
    .selectFrom("flow")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (!known) return createFlow(setup.db, { id, enabled: false, ...content });
  return updateFlow(setup.db, { id, version: known.version }, content);
}

/** Enables a flow whose roles are all filled, and lets its waiting work go on. */
export async function enableFlow(setup: Setup, id: string): Promise<Flow> {
  const flow = await findFlow(setup.db, id);
  const document = flow.document as unknown as FlowDocument;
  for (const role of Object.keys(document.roles)) {
    if ((flow.roles[role] ?? []).length > 0) continue;
    throw new IntegrationError("CONFIGURATION_INVALID", `No connection plays the role "${role}".`, {
      hint: `Name one: flows enable ${id} --role ${role}=<connection>`,
    });
  }
  return setup.db.transaction().execute(async (trx) => {
    const enabled = await setFlowEnabled(trx, id, true);
    const waiting = await listWaitingRuns(trx, "FLOW_DISABLED");
    const own = waiting.filter((run) => run.flow_id === id).map((run) => run.id);
    await setup.queue.release(trx, own);
    return enabled;
  });
}

export async function disableFlow(db: Db, id: string): Promise<Flow> {
  return setFlowEnabled(db, id, false);
}

const backlogBatch = 1_000;

/** Gives events that were stored before any flow wanted them to a flow; gives how many. */
export async function takeBacklog(setup: Setup, id: string): Promise<number> {
  const configuration = await setup.configuration.current();
  const flow = configuration.flows.get(id);
  if (!flow) throw new IntegrationError("NOT_FOUND", `There is no flow "${id}".`);
  let taken = 0;
  for (;;) {
    const batch = await takeBacklogBatch(setup, flow);
    taken += batch;
    if (batch < backlogBatch) return taken;
  }
}

async function takeBacklogBatch(setup: Setup, flow: ConfiguredFlow): Promise<number> {
  const { events: types, from } = flow.document.on;
  return setup.db.transaction().execute(async (trx) => {
    const events = await lockUnwantedEvents(trx, {
      connectionIds: flow.roles[from] ?? [],
      types,
      limit: backlogBatch,
    });
    await countRuns(
      trx,
      events.map((event) => event.id),
    );
    await enqueueRuns(
      { trx, queue: setup.queue },
      events.map((row) => runOf(flow, subjectOf(row), setup.ids)),
    );
    return events.length;
  });
}

function subjectOf(row: Row<"event">): Subject {
  const { id, connection_id: connectionId, entity, entity_id: entityId } = row;
  return { id, connectionId, entity, entityId };
}

/** A flow as the document that is kept in git: with its parameters and roles. */
export function exportedFlow(flow: Flow): JsonObject {
  const document = isJsonObject(flow.document) ? flow.document : {};
  return { document, params: flow.params, roles: flow.roles as unknown as JsonObject };
}
