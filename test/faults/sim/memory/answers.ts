// Reads what the database answers over PostgreSQL's wire protocol, as the client library of the product does.

import pg from "pg";

export interface Field {
  name: string;
  parse(text: string): unknown;
}

export interface Answer {
  rows: Record<string, unknown>[];
  fields: readonly Field[];
  /** Rows changed or given, by the command's own count. */
  count: number;
}

export interface Answers {
  /** One for each command. */
  answers: Answer[];
  /** "I" outside a transaction, "T" inside one, "E" inside one that failed. */
  status: string;
  /** Of the statement described last. */
  fields: readonly Field[];
  error: pg.DatabaseError | undefined;
}

export interface Expected {
  /** Of a statement that was described before. */
  fields: readonly Field[];
  /** Of so many commands in front of it, nobody wants to know the answers. */
  skipped: number;
}

export function readAnswers(bytes: Uint8Array, { fields, skipped }: Expected): Answers {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reading: Reading = {
    answers: [],
    fields,
    skipped,
    rows: [],
    status: "I",
    error: undefined,
  };
  for (let at = 0; at < buffer.length; ) {
    const length = buffer.readInt32BE(at + 1);
    readMessage(
      reading,
      String.fromCharCode(buffer[at] ?? 0),
      buffer.subarray(at + 5, at + 1 + length),
    );
    at += 1 + length;
  }
  return reading;
}

interface Reading extends Answers {
  skipped: number;
  rows: Record<string, unknown>[];
}

function readMessage(reading: Reading, type: string, body: Buffer): void {
  if (reading.skipped > 0 && (type === "D" || type === "C")) {
    reading.skipped -= type === "C" ? 1 : 0;
  } else if (type === "D") reading.rows.push(readRow(body, reading.fields));
  else if (type === "C") endCommand(reading, body);
  else if (type === "T") reading.fields = readFields(body);
  else if (type === "n") reading.fields = [];
  else if (type === "E") reading.error ??= readError(body);
  else if (type === "Z") reading.status = body.toString("latin1");
}

function endCommand(reading: Reading, body: Buffer): void {
  const tag = body.toString("utf8", 0, body.length - 1);
  const count = Number(tag.split(" ").at(-1)) || 0;
  reading.answers.push({ rows: reading.rows, fields: reading.fields, count });
  reading.rows = [];
}

function readRow(body: Buffer, fields: readonly Field[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = 2;
  for (const field of fields) {
    const length = body.readInt32BE(at);
    at += 4;
    row[field.name] = length < 0 ? null : field.parse(body.toString("utf8", at, at + length));
    if (length > 0) at += length;
  }
  return row;
}

function readFields(body: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const end = body.indexOf(0, at);
    const name = body.toString("utf8", at, end);
    const type = body.readInt32BE(end + 7);
    fields.push({ name, parse: pg.types.getTypeParser(type, "text") });
    at = end + 19;
  }
  return fields;
}

/** Members of an error by the letter they come under. */
const errorMembers = {
  S: "severity",
  C: "code",
  D: "detail",
  H: "hint",
  s: "schema",
  t: "table",
  c: "column",
  n: "constraint",
} as const;

function readError(body: Buffer): pg.DatabaseError {
  const parts = body.toString("utf8").split("\0").filter(Boolean);
  const message = parts.find((part) => part.startsWith("M"))?.slice(1) ?? "";
  const error = new pg.DatabaseError(message, body.length, "error");
  for (const part of parts) {
    const member = errorMembers[part[0] as keyof typeof errorMembers];
    if (member) error[member] = part.slice(1);
  }
  return error;
}
