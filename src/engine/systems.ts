// The systems of a flow, as its steps use them.

import { parseMessage } from "../canonical/messages.ts";
import { IntegrationError } from "../core/errors.ts";
import type { FlowSystems } from "../flows/ports.ts";
import { hasDeletion } from "../store/events.ts";
import { type AttemptContext, callSystem, placeOf, toMessage } from "./attempt-context.ts";
import { performCall } from "./call-effect.ts";
import { performWrite } from "./write-effect.ts";

export function createFlowSystems(context: AttemptContext): FlowSystems {
  return {
    async read(role, message, id) {
      if (context.run.payload) return parseMessage(message, context.run.payload);
      const place = placeOf(context, role, message);
      const { read } = place.entity;
      if (!read) {
        throw new IntegrationError(
          "NOT_SUPPORTED",
          `${place.connection.connector.title} records for "${message}" cannot be read.`,
        );
      }
      const wire = await callSystem(context, place.connection, (call) => read.run({ id }, call));
      return toMessage(context, place, wire);
    },
    wasDeleted: (source) => {
      const connection = context.connections.get(source.role);
      const connectionId = connection?.row.id ?? context.run.connectionId;
      return hasDeletion(context.db, { connectionId, entity: source.entity, entityId: source.id });
    },
    write: (request) => performWrite(context, request),
    call: (request) => performCall(context, request),
    settings: (role) => context.connections.get(role)?.settings ?? {},
  };
}
