// Lists the records of one kind that changed since an instant, deleted ones too. FreshBooks takes Eastern
// calendar days only (quirk 25), so more may come than was asked for, never less.

import { z } from "zod";
import { defineOperation, type Operation } from "../../../connector-kit/operation.ts";
import { easternDay } from "../eastern-time.ts";
import { listRecordsWithDeleted } from "../paging.ts";
import type { Resource } from "../resource.ts";

export function listChanged<Wire>(
  resource: Resource<Wire>,
  scope: string,
): Operation<{ since: string }, Wire[]> {
  return defineOperation({
    id: `freshbooks.${resource.singular}.list-changed`,
    title: `List changed ${resource.plural}`,
    input: z.object({
      since: z.iso.datetime().describe("Changes before this instant are left out."),
    }),
    output: z.array(resource.wire),
    idempotency: { kind: "safe" },
    scopes: [scope],
    run: ({ since }, context) =>
      listRecordsWithDeleted(context, resource, [["updated_min", easternDay(new Date(since))]]),
  });
}
