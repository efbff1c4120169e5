// Places generated orders in a running shop and does later what they ask for.
import type { ScenarioOrder } from "./generate-orders.ts";

export interface DriveOptions {
  /** Base address of the simulated shop. */
  kenticoUrl: string;
  orders: readonly ScenarioOrder[];
  /** Orders placed at the same time. */
  concurrency: number;
  onProgress?(placed: number, total: number): void;
}

export interface PlacedOrder {
  id: number;
  number: string;
  totalPrice: string;
  shape: string;
}

/** Places every order, then pays, edits and cancels; rejects when the shop refuses one. */
export async function driveScenario(options: DriveOptions): Promise<PlacedOrder[]> {
  const { kenticoUrl, orders, concurrency, onProgress } = options;
  const placed: PlacedOrder[] = [];
  let count = 0;
  await eachLimited(orders, concurrency, async ({ shape, body }, index) => {
    const answer = await post(`${kenticoUrl}/_control/orders`, body);
    placed[index] = { ...(answer as PlacedOrder), shape };
    count += 1;
    onProgress?.(count, orders.length);
  });
  const changing = orders.flatMap(({ later = [] }, index) =>
    later.length > 0 ? [{ later, index }] : [],
  );
  await eachLimited(changing, concurrency, async ({ later, index }) => {
    for (const { action, body } of later) {
      await post(`${kenticoUrl}/_control/orders/${placed[index]?.id}/${action}`, body);
    }
  });
  return placed;
}

async function eachLimited<T>(
  list: readonly T[],
  concurrency: number,
  work: (entry: T, index: number) => Promise<void>,
): Promise<void> {
  const entries = list.entries();
  const lane = async () => {
    for (const [index, entry] of entries) await work(entry, index);
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, lane));
}

async function post(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The shop refused ${url}: ${response.status} ${text}`);
  return JSON.parse(text);
}
