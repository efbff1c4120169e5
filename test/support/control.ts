// Calls the control routes of a simulator.

import type { Simulator } from "../../sandbox/kit/simulator.ts";

/** Posts `body`, or reads when there is none; throws what the simulator objects to. */
export async function callControl<T>(
  simulator: Simulator,
  path: string,
  body?: unknown,
): Promise<T> {
  const url = `${simulator.url}/_control/${path}`;
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(url, body === undefined ? {} : init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${simulator.name} refused ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}
