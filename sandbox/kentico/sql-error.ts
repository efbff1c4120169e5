// The two ways a query or a body is refused: by the product's safety grammar, or by the database.

/** The condition, order or column list isn't made of allowed pieces: 403 with an empty body. */
export class UnsafeQueryError extends Error {}

/** The database refused it (unknown column, failed conversion, syntax): 400 with an HTML page. */
export class DatabaseError extends Error {}
