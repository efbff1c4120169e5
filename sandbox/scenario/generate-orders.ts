// Draws a list of orders from the shapes: the same seed gives the same orders.
import type { OrderBody } from "../kentico/order-request.ts";
import { type SeededRandom, seededRandom } from "../kit/seeded-random.ts";
import {
  brokenShapes,
  changingShapes,
  emptyShapes,
  type LaterAction,
  type Shape,
  soundShapes,
} from "./shapes.ts";

export interface ScenarioOrder {
  /** Name of the difficulty, for reports. */
  shape: string;
  /** Body of `POST /_control/orders`. */
  body: OrderBody;
  meant: "invoice" | "dead-letter" | "skip";
  /** What happens to the order afterwards, in this order. */
  later?: LaterAction[];
}

export interface ScenarioOptions {
  seed: number;
  count: number;
  /** Adds orders that are edited or cancelled after they were placed. */
  withChanges?: boolean;
}

/** Every so many orders: one that needs a person, one with nothing to invoice, one that changes. */
const BROKEN_EVERY = 50;
const EMPTY_EVERY = 40;
const CHANGING_EVERY = 15;

export function generateOrders({ seed, count, withChanges }: ScenarioOptions): ScenarioOrder[] {
  const random = seededRandom(seed);
  const turns = Array.from({ length: count }, (_, index) => index + 1);
  return turns.map((turn) => drawOrder(random, turn, shapesOf(turn, withChanges ?? false)));
}

function shapesOf(turn: number, withChanges: boolean): Readonly<Record<string, Shape>> {
  if (turn % BROKEN_EVERY === 0) return brokenShapes;
  if (turn % EMPTY_EVERY === 0) return emptyShapes;
  return withChanges && turn % CHANGING_EVERY === 0 ? changingShapes : soundShapes;
}

function drawOrder(
  random: SeededRandom,
  turn: number,
  shapes: Readonly<Record<string, Shape>>,
): ScenarioOrder {
  const [shape, draw] = random.pick(Object.entries(shapes));
  const { order, later } = draw(random, turn);
  return { shape, body: order, meant: order.meant ?? "invoice", ...(later && { later }) };
}
