// Lookup tables as the mapping sees them: named tables of text keys. Where they are stored is not
// known here.

/** Named tables; a row is a text key with any JSON value. */
export interface LookupTables {
  /** The value of a key, or undefined when the table or the key does not exist. */
  find(table: string, key: string): unknown | undefined;
  has(table: string): boolean;
}

/** Lookup tables from plain records: `{ "order-status": { "1": "placed" } }`. */
export function lookupTablesOf(
  tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): LookupTables {
  const has = (table: string) => Object.hasOwn(tables, table);
  return {
    has,
    find: (table, key) => {
      const rows = has(table) ? tables[table] : undefined;
      return rows !== undefined && Object.hasOwn(rows, key) ? rows[key] : undefined;
    },
  };
}
