// The platform in a test's hands: its flow and connections configured anew, its dead letters and warnings.

import { booksName, shopName, taxTableName } from "../../src/cli/demo/connect-sandbox.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { saveFlow } from "../../src/engine/flow-setup.ts";
import { replayDeadLetter } from "../../src/engine/letters/desk.ts";
import { findTemplate } from "../../src/flows/templates.ts";
import { findConnection, updateConnection } from "../../src/store/connections.ts";
import { setLookupRow } from "../../src/store/lookup-tables.ts";
import type { Row } from "../../src/store/schema.ts";
import { settled } from "./settled.ts";
import type { World } from "./world.ts";

/** Gives the flow other parameters; those not named take their defaults. */
export async function setParams({ setup }: World, params: JsonObject): Promise<void> {
  await saveFlow(setup, {
    document: findTemplate("order-to-invoice"),
    params,
    roles: { store: [shopName], books: [booksName] },
  });
}

async function changeSettings({ setup }: World, name: string, changes: JsonObject): Promise<void> {
  const { id, settings } = await findConnection(setup.db, name);
  await updateConnection(setup.db, id, { settings: { ...settings, ...changes } });
}

/** Changes settings of the connection to the books; the others stay. */
export function setBooksConnection(world: World, changes: JsonObject): Promise<void> {
  return changeSettings(world, booksName, changes);
}

/** Changes settings of the connection to the shop; the others stay. */
export function setShopConnection(world: World, changes: JsonObject): Promise<void> {
  return changeSettings(world, shopName, changes);
}

/** Adds or changes a row of the tax lookup table. */
export function setTaxRow({ setup }: World, key: string, row: Json): Promise<void> {
  return setLookupRow(setup.db, { table: taxTableName, key }, row);
}

/** The open dead letters of an order. */
export function deadLettersOf(
  { engine }: World,
  order: { id: number },
): Promise<Row<"dead_letter">[]> {
  return engine.db
    .selectFrom("dead_letter")
    .innerJoin("run", "run.id", "dead_letter.run_id")
    .selectAll("dead_letter")
    .where("run.entity_id", "=", String(order.id))
    .where("dead_letter.status", "=", "open")
    .execute();
}

/** Replays a dead letter and waits for what becomes of it. */
export async function replay(world: World, letter: { id: string }): Promise<void> {
  await replayDeadLetter(world.engine, letter.id);
  world.engine.worker.wake();
  await settled(world);
}

/** All runs of an order, oldest first. */
export function runsOf({ engine }: World, order: { id: number }): Promise<Row<"run">[]> {
  return engine.db
    .selectFrom("run")
    .selectAll()
    .where("entity_id", "=", String(order.id))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** What the runs of an order want a person to know although nothing failed. */
export async function warningsOf({ engine }: World, order: { id: number }): Promise<string[]> {
  const steps = await engine.db
    .selectFrom("run_step")
    .innerJoin("run", "run.id", "run_step.run_id")
    .select("detail")
    .where("run.entity_id", "=", String(order.id))
    .execute();
  return steps.flatMap(({ detail }) => (detail["warnings"] ?? []) as string[]);
}
