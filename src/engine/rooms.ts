// Work begins only when every connection it needs can take it, so that what must wait costs no call.

import type { Circuits } from "./circuit/circuits.ts";
import type { LiveConnection } from "./live-connection.ts";

/** Throws CIRCUIT_OPEN or RATE_LIMITED when the work must wait for one of its connections. */
export async function withinRooms<T>(
  connections: ReadonlyMap<string, LiveConnection>,
  circuits: Circuits,
  work: () => Promise<T>,
): Promise<T> {
  const needed = [...new Set(connections.values())];
  for (const { row } of needed) {
    circuits.assertClosed(row, "read");
    circuits.assertClosed(row, "write");
  }
  const entered: LiveConnection[] = [];
  try {
    for (const connection of needed) {
      connection.room.enter();
      entered.push(connection);
    }
    return await work();
  } finally {
    for (const { room } of entered) room.leave();
  }
}
