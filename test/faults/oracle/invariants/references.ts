// I11: reference and record belong together one to one, in what is deleted by now as well.

import { type BooksLedger, isActive, type OracleFinding, referenceIn } from "../world.ts";

interface Referenced {
  kind: string;
  id: number;
  reference: string | null;
  vis_state: number;
}

function all(books: BooksLedger): Referenced[] {
  const as =
    <Kept extends { id: number; vis_state: number }>(
      kind: string,
      noteOf: (kept: Kept) => string | null,
    ) =>
    (kept: Kept): Referenced => ({
      kind,
      id: kept.id,
      reference: referenceIn(noteOf(kept)),
      vis_state: kept.vis_state,
    });
  return [
    ...books.clients.map(as("client", ({ note }) => note)),
    ...books.invoices.map(as("invoice", ({ notes }) => notes)),
    ...books.payments.map(as("payment", ({ note }) => note)),
  ];
}

/** Every record we may have made carries a reference, and no two records carry the same. */
export function judgeReferences(books: BooksLedger): OracleFinding[] {
  const records = all(books);
  const without = records
    .filter((record) => record.reference === null && isActive(record))
    .map(
      ({ kind, id }): OracleFinding => ({
        count: "wrong",
        invariant: "I11",
        of: `${kind} ${id}`,
        detail: "carries no reference",
      }),
    );
  const shared = [...Map.groupBy(records, ({ reference }) => reference)].flatMap(
    ([reference, carriers]) =>
      reference === null
        ? []
        : carriers.slice(1).map(
            ({ kind, id }): OracleFinding => ({
              count: "duplicates",
              invariant: "I11",
              of: reference,
              detail: `is in ${kind} ${id} and in ${carriers[0]?.kind} ${carriers[0]?.id}`,
            }),
          ),
  );
  return [...without, ...shared];
}
