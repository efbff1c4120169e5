// Whether a row meets a parsed condition, with SQL Server's conversions and its handling of NULL.
// A comparison with NULL is never true; text compares without case and without trailing spaces.
import { Decimal } from "decimal.js";
import type { Column, ColumnType, ObjectType } from "./object-type.ts";
import { parseWallTime } from "./server-time.ts";
import { DatabaseError } from "./sql-error.ts";
import type { Row, Value } from "./tables.ts";
import type { Condition, Operand } from "./where-grammar.ts";

type Comparable = Decimal | string;
type Test = (row: Row) => boolean;

interface Side {
  column?: Column;
  read: (row: Row) => Value;
}

const COMPARISONS: Record<string, (order: number) => boolean> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "!=": (order) => order !== 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
};

/** Compiles a condition for one object type; throws DatabaseError for unknown columns and bad literals. */
export function compileWhere(condition: Condition, type: ObjectType): Test {
  switch (condition.kind) {
    case "and":
    case "or":
      return compileJunction(condition, type);
    case "compare":
      return compileComparison(condition, type);
    case "in":
      return compileIn(condition, type);
    case "between":
      return compileBetween(condition, type);
    case "like":
      return compileLike(condition, type);
    case "is-null": {
      const { read } = side(condition.left, type);
      return (row) => (read(row) === null) !== condition.negated;
    }
  }
}

function compileJunction(condition: Extract<Condition, { kind: "and" | "or" }>, type: ObjectType) {
  const left = compileWhere(condition.left, type);
  const right = compileWhere(condition.right, type);
  if (condition.kind === "and") return (row: Row) => left(row) && right(row);
  return (row: Row) => left(row) || right(row);
}

function compileComparison(
  { operator, left, right }: { operator: string; left: Operand; right: Operand },
  type: ObjectType,
): Test {
  const meets = COMPARISONS[operator];
  if (meets === undefined) throw new DatabaseError(`Unknown operator ${operator}.`);
  const order = comparison(left, right, type);
  return (row) => {
    const result = order(row);
    return result !== undefined && meets(result);
  };
}

function compileIn(condition: Extract<Condition, { kind: "in" }>, type: ObjectType): Test {
  const { read } = side(condition.left, type);
  const tests = condition.list.map((right) =>
    compileComparison({ operator: "=", left: condition.left, right }, type),
  );
  return (row) => read(row) !== null && tests.some((test) => test(row)) !== condition.negated;
}

function compileBetween(
  condition: Extract<Condition, { kind: "between" }>,
  type: ObjectType,
): Test {
  const { left, from, to, negated } = condition;
  const atLeast = compileComparison({ operator: ">=", left, right: from }, type);
  const atMost = compileComparison({ operator: "<=", left, right: to }, type);
  const { read } = side(left, type);
  return (row) => read(row) !== null && (atLeast(row) && atMost(row)) !== negated;
}

function compileLike(condition: Extract<Condition, { kind: "like" }>, type: ObjectType): Test {
  if (condition.pattern.kind !== "text") throw new DatabaseError("LIKE takes a literal.");
  const pattern = likePattern(condition.pattern.text);
  const { read } = side(condition.left, type);
  return (row) => {
    const value = read(row);
    return value !== null && pattern.test(String(value)) !== condition.negated;
  };
}

function likePattern(text: string): RegExp {
  const source = text
    .replace(/[\\^$.|?*+(){}]/g, "\\$&")
    .replace(/%/g, ".*")
    .replace(/_/g, ".");
  try {
    return new RegExp(`^${source}$`, "is");
  } catch {
    throw new DatabaseError("The LIKE pattern isn't closed.");
  }
}

function comparison(left: Operand, right: Operand, type: ObjectType) {
  const a = side(left, type);
  const b = side(right, type);
  const kind = a.column?.type ?? b.column?.type ?? "text";
  for (const operand of [left, right]) {
    if (operand.kind === "text" || operand.kind === "number") convert(operand.text, kind);
  }
  return (row: Row): number | undefined => {
    const x = a.read(row);
    const y = b.read(row);
    return x === null || y === null ? undefined : compare(convert(x, kind), convert(y, kind));
  };
}

function side(operand: Operand, type: ObjectType): Side {
  if (operand.kind === "text" || operand.kind === "number") return { read: () => operand.text };
  if (operand.kind === "arithmetic") return arithmetic(operand, type);
  const column = columnOf(type, operand.name);
  return { column, read: (row) => row[column.name] ?? null };
}

/** The column of that name in any case; a table prefix (`COM_Order.OrderID`) is allowed. */
export function columnOf(type: ObjectType, name: string): Column {
  const wanted = (name.split(".").at(-1) ?? name).toLowerCase();
  const column = type.columns.find((candidate) => candidate.name.toLowerCase() === wanted);
  if (column === undefined) throw new DatabaseError(`Invalid column name '${name}'.`);
  return column;
}

function arithmetic(operand: Extract<Operand, { kind: "arithmetic" }>, type: ObjectType): Side {
  const left = side(operand.left, type);
  const right = side(operand.right, type);
  const column: Column = { name: "", type: "decimal", nullable: true, system: true };
  return {
    column,
    read: (row) => {
      const x = left.read(row);
      const y = right.read(row);
      return x === null || y === null
        ? null
        : calculate(operand.operator, toNumber(x), toNumber(y));
    },
  };
}

function calculate(operator: string, x: Decimal, y: Decimal): string {
  if (operator === "+") return x.plus(y).toFixed();
  if (operator === "-") return x.minus(y).toFixed();
  if (operator === "*") return x.times(y).toFixed();
  if (y.isZero()) throw new DatabaseError("Divide by zero error encountered.");
  return (operator === "/" ? x.dividedBy(y) : x.modulo(y)).toFixed();
}

function convert(value: Value, type: ColumnType): Comparable {
  const text = String(value);
  if (type === "integer" || type === "decimal" || type === "double") return toNumber(text);
  if (type === "boolean")
    return toNumber(text.toLowerCase().replace("true", "1").replace("false", "0"));
  if (type === "datetime") return toWall(text);
  if (type === "guid") return toGuid(text);
  return text.toLowerCase().trimEnd();
}

function toNumber(value: Value): Decimal {
  const text = String(value).trim();
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new DatabaseError("Conversion to a number failed.");
  return new Decimal(text);
}

function toWall(text: string): string {
  const wallTime = parseWallTime(text);
  if (wallTime === undefined) throw new DatabaseError("Conversion to a date failed.");
  return wallTime;
}

function toGuid(text: string): string {
  const guid = text.toLowerCase().replace(/^\{|\}$/g, "");
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(guid)) {
    throw new DatabaseError("Conversion to a uniqueidentifier failed.");
  }
  return guid;
}

function compare(x: Comparable, y: Comparable): number {
  if (x instanceof Decimal) return y instanceof Decimal ? x.comparedTo(y) : 0;
  if (y instanceof Decimal || x === y) return 0;
  return x < y ? -1 : 1;
}
