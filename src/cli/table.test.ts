import { expect, it } from "vitest";
import { formatTable, printListing } from "./table.ts";

const rows = [
  { name: "sandbox-shop", paid: "15.00", note: null },
  { name: "books", paid: "7.5", note: "two\n  lines" },
];
const columns = [
  ["NAME", (row: (typeof rows)[number]) => row.name],
  ["PAID", (row: (typeof rows)[number]) => row.paid],
  ["NOTE", (row: (typeof rows)[number]) => row.note],
] as const;

function printed(listing: { rows: typeof rows; json: boolean }): string[] {
  const lines: string[] = [];
  const context = { config: unused, note: unused, print: (line: string) => void lines.push(line) };
  printListing(context, { ...listing, columns, empty: "There is nothing." });
  return lines;
}

function unused(): never {
  throw new Error("A listing only prints.");
}

it("columns are as wide as their widest cell, and no line ends with blanks", () => {
  expect(formatTable(rows, columns)).toBe(
    ["NAME          PAID   NOTE", "sandbox-shop  15.00", "books         7.5    two lines"].join(
      "\n",
    ),
  );
});

it("a long cell is cut, so that a table stays readable", () => {
  const table = formatTable([{ text: "x".repeat(61) }], [["TEXT", (row) => row.text]]);
  expect(table).toBe(`TEXT\n${"x".repeat(59)}…`);
  expect(formatTable([{ text: "abcdef" }], [["TEXT", (row) => row.text]], 4)).toBe("TEXT\nabc…");
});

it("an empty listing says so in words, and as JSON it is an empty list", () => {
  expect(printed({ rows: [], json: false })).toEqual(["There is nothing."]);
  expect(printed({ rows: [], json: true })).toEqual(["[]"]);
});

it("as JSON, cells are whole and keep their types", () => {
  expect(JSON.parse(printed({ rows, json: true }).join(""))).toEqual(rows);
});
