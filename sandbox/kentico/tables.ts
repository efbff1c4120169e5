// The shop's database: rows of every object type in memory, with the object events of the product.
// Checks nothing but the columns: like the REST service, it neither validates nor recalculates.
import type { SandboxClock } from "../kit/sandbox-clock.ts";
import type { SeededRandom } from "../kit/seeded-random.ts";
import type { Column, ObjectType } from "./object-type.ts";
import { xperienceObjectTypes } from "./object-types.ts";
import { toWallTime } from "./server-time.ts";

export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

/** Who made a change: the checkout of a visitor, the administration, or a REST user. */
export interface Actor {
  userId: number | null;
  origin: "checkout" | "admin" | "rest";
}

/** An object event, fired after the row was written (`XInfo.TYPEINFO.Events.*.After`). */
export interface ObjectEvent {
  kind: "insert" | "update" | "delete";
  type: string;
  row: Row;
  /** The row as it was; on updates only. */
  before?: Row;
  changed: string[];
  actor: Actor;
}

interface Table {
  type: ObjectType;
  rows: Map<number, Row>;
  idByGuid: Map<string, number>;
  idsByParent: Map<number, Set<number>>;
  nextId: number;
}

export interface TablesOptions {
  clock: SandboxClock;
  random: SeededRandom;
  serverTimeZone: string;
}

export class Tables {
  private readonly tables = new Map<string, Table>();
  private readonly listeners: ((event: ObjectEvent) => void)[] = [];
  /** When each state of a row was written, in milliseconds of the shop's clock. */
  private readonly writtenAtMs = new WeakMap<Row, number>();
  private readonly options: TablesOptions;

  constructor(options: TablesOptions) {
    this.options = options;
    for (const type of xperienceObjectTypes()) this.tables.set(type.name, emptyTable(type));
  }

  get types(): ObjectType[] {
    return [...this.tables.values()].map((table) => table.type);
  }

  typeOf(name: string): ObjectType | undefined {
    return this.tables.get(name.toLowerCase())?.type;
  }

  onEvent(listener: (event: ObjectEvent) => void): void {
    this.listeners.push(listener);
  }

  /** The server's wall time of this moment. */
  now(): string {
    return toWallTime(this.options.clock.now(), this.options.serverTimeZone);
  }

  /** Inserts a row; id, GUID and last-modified time are set here unless given. */
  insert(name: string, values: Row, actor: Actor): Row {
    const table = this.table(name);
    const id = table.nextId;
    table.nextId += 1;
    const row: Row = { ...blankRow(table.type), ...values, [table.type.idColumn]: id };
    this.stamp(table.type, row);
    const { guidColumn } = table.type;
    if (guidColumn !== undefined) row[guidColumn] ??= this.options.random.uuid();
    this.keep(table, id, row);
    this.fire({ kind: "insert", type: name, row, changed: Object.keys(values), actor });
    return row;
  }

  /** Writes the given columns; undefined when there is no such row. */
  update(name: string, id: number, values: Row, actor: Actor): Row | undefined {
    const table = this.table(name);
    const before = table.rows.get(id);
    if (before === undefined) return undefined;
    const changed = Object.keys(values).filter((column) => before[column] !== values[column]);
    const row: Row = { ...before, ...values, [table.type.idColumn]: id };
    this.stamp(table.type, row);
    this.forget(table, id, before);
    this.keep(table, id, row);
    this.fire({ kind: "update", type: name, row, before, changed, actor });
    return row;
  }

  /** Deletes a row and the rows below it; undefined when there is no such row. */
  remove(name: string, id: number, actor: Actor): Row | undefined {
    const table = this.table(name);
    const row = table.rows.get(id);
    if (row === undefined) return undefined;
    for (const child of this.childTypes(name)) {
      for (const below of this.childrenOf(child.name, id)) {
        this.remove(child.name, idOf(child, below), actor);
      }
    }
    this.forget(table, id, row);
    table.rows.delete(id);
    this.fire({ kind: "delete", type: name, row, changed: [], actor });
    return row;
  }

  get(name: string, id: number | null | undefined): Row | undefined {
    return id === null || id === undefined ? undefined : this.table(name).rows.get(id);
  }

  byGuid(name: string, guid: string): Row | undefined {
    const table = this.table(name);
    return this.get(name, table.idByGuid.get(guid.toLowerCase()));
  }

  all(name: string): Row[] {
    return [...this.table(name).rows.values()];
  }

  find(name: string, matches: (row: Row) => boolean): Row | undefined {
    for (const row of this.table(name).rows.values()) if (matches(row)) return row;
    return undefined;
  }

  childTypes(name: string): ObjectType[] {
    return this.types.filter((type) => type.parent?.type === name);
  }

  /** The rows that were written longer ago than this. */
  olderThan(ageMs: number, rows: Row[]): Row[] {
    if (ageMs === 0) return rows;
    const limitMs = this.options.clock.now().getTime() - ageMs;
    return rows.filter((row) => (this.writtenAtMs.get(row) ?? 0) <= limitMs);
  }

  /** Rows of a child type below one parent, in the order of their ids. */
  childrenOf(name: string, parentId: number): Row[] {
    const table = this.table(name);
    const ids = [...(table.idsByParent.get(parentId) ?? [])].sort((a, b) => a - b);
    return ids.map((id) => table.rows.get(id)).filter((row) => row !== undefined);
  }

  /** Adds a custom column to a table, as a shop's developer does in the form definition. */
  addColumn(name: string, column: Column): void {
    const { type, rows } = this.table(name);
    if (type.columns.some((known) => sameName(known.name, column.name))) return;
    type.columns.push(column);
    for (const row of rows.values()) row[column.name] = null;
  }

  /** The next id of a table is at least this one. */
  startIdsAt(name: string, id: number): void {
    const table = this.table(name);
    table.nextId = Math.max(table.nextId, id);
  }

  private table(name: string): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw new TypeError(`There is no object type ${name}.`);
    return table;
  }

  private stamp(type: ObjectType, row: Row): void {
    if (type.modifiedColumn !== undefined) row[type.modifiedColumn] = this.now();
  }

  private keep(table: Table, id: number, row: Row): void {
    table.rows.set(id, row);
    this.writtenAtMs.set(row, this.options.clock.now().getTime());
    const { guidColumn, parent } = table.type;
    if (guidColumn !== undefined) table.idByGuid.set(String(row[guidColumn]).toLowerCase(), id);
    if (parent === undefined) return;
    const parentId = Number(row[parent.column]);
    const siblings = table.idsByParent.get(parentId) ?? new Set<number>();
    table.idsByParent.set(parentId, siblings.add(id));
  }

  private forget(table: Table, id: number, row: Row): void {
    const { guidColumn, parent } = table.type;
    if (guidColumn !== undefined) table.idByGuid.delete(String(row[guidColumn]).toLowerCase());
    if (parent !== undefined) table.idsByParent.get(Number(row[parent.column]))?.delete(id);
  }

  private fire(event: ObjectEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

/** The primary key of a row. */
export function idOf(type: ObjectType, row: Row): number {
  return Number(row[type.idColumn]);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function emptyTable(type: ObjectType): Table {
  return { type, rows: new Map(), idByGuid: new Map(), idsByParent: new Map(), nextId: 1 };
}

function blankRow(type: ObjectType): Row {
  return Object.fromEntries(type.columns.map((column) => [column.name, initialValue(column)]));
}

function initialValue({ type, initial }: Column): Value {
  if (initial === undefined) return null;
  if (type === "boolean") return initial === "true";
  return type === "integer" ? Number(initial) : initial;
}
