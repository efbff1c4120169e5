// The routes every accounting resource has: list, read, create, update, delete, with the shared rules on
// envelopes, phases of a PUT, soft deletion and includes. What a resource is, its own file declares.
import type { FastifyInstance, FastifyRequest } from "fastify";
import { distortionOf } from "../kit/list-distortion.ts";
import { type AccessControl, admit } from "./access.ts";
import { type Account, isListed, touch } from "./account.ts";
import type { Body } from "./field-table.ts";
import { type Filters, includesOf, pageOf, parseListQuery, selectRows } from "./list-query.ts";
import type { Row, VisState } from "./records.ts";
import { notFound, problem, Refusal, unprocessable } from "./refusal.ts";
import type { Settings } from "./settings.ts";

export type Includes = ReadonlySet<string>;

export interface AccountingResource<Fields> {
  /** After `/accounting/account/{accountId}/`, such as `invoices/invoices`. */
  path: string;
  singular: string;
  plural: string;
  /** Middle part of the scope. */
  scopeObject: string;
  /** Noun of its webhook events; absent when it has none. */
  event?: string;
  /** Name of the id in "not found" errors, such as `invoiceid`. */
  idField: string;
  methods: ReadonlySet<"create" | "update" | "delete">;
  /** Deleted objects can still be read by id with vis_state 1; false when they are gone. */
  isReadableWhenDeleted: boolean;
  /** The switch that turns it off, and what it then answers. */
  gate?: { setting: Settings["gates"][number]; errno: number; message: string };
  readOnly?: readonly string[];
  filters(account: Account): Filters<Fields>;
  sorts?: Readonly<Record<string, (row: Row<Fields>) => string>>;
  /** Order of its lists when no sort is asked for; newest first when absent. */
  order?: (a: Row<Fields>, b: Row<Fields>) => number;
  rows(account: Account): Map<number, Row<Fields>>;
  create?(account: Account, body: Body): Row<Fields>;
  update?(account: Account, row: Row<Fields>, body: Body): void;
  /** Carries out an action such as `action_mark_as_sent`; false when the body names none. */
  act?(account: Account, row: Row<Fields>, body: Body): boolean;
  afterVisState?(account: Account, row: Row<Fields>): void;
  present(account: Account, row: Row<Fields>, includes: Includes): Record<string, unknown>;
}

interface Installed<Fields> {
  resource: AccountingResource<Fields>;
  control: AccessControl;
}

export function registerResource<Fields>(
  app: FastifyInstance,
  control: AccessControl,
  resource: AccountingResource<Fields>,
): void {
  const installed = { resource, control };
  const base = `/accounting/account/:accountId/${resource.path}`;
  const read = <Answer>(handle: (account: Account, request: FastifyRequest) => Answer) =>
    guarded(installed, "read", handle);
  const write = <Answer>(handle: (account: Account, request: FastifyRequest) => Answer) =>
    guarded(installed, "write", handle);

  app.get(
    base,
    read((account, request) => list(resource, account, request)),
  );
  app.get(
    `${base}/:id`,
    read((account, request) =>
      one(resource, account, request, findReadable(resource, account, request)),
    ),
  );
  if (resource.methods.has("create")) {
    app.post(
      base,
      write((account, request) => create(resource, account, request)),
    );
  }
  if (resource.methods.has("update")) {
    app.put(
      `${base}/:id`,
      write((account, request) => update(resource, account, request)),
    );
  }
  if (resource.methods.has("delete")) {
    app.delete(
      `${base}/:id`,
      write((account, request) => {
        setVisState(resource, account, findReadable(resource, account, request), 1);
        return { response: {} };
      }),
    );
  }
}

/** Checks access and the plan before the handler runs. */
function guarded<Fields, Answer>(
  { resource, control }: Installed<Fields>,
  access: "read" | "write",
  handle: (account: Account, request: FastifyRequest) => Answer,
) {
  return async (request: FastifyRequest) => {
    const account = admit(control, request, { object: resource.scopeObject, access });
    return gateError(resource, account) ?? handle(account, request);
  };
}

/** A plan without the feature answers 200 with an error inside, in the old envelope (quirk 5). */
function gateError<Fields>(resource: AccountingResource<Fields>, account: Account): unknown {
  const { gate } = resource;
  if (!gate || !account.world.settings.gates.includes(gate.setting)) return undefined;
  const details = { object: resource.singular };
  return { response: { errors: [problem(gate.errno, gate.message, details)] } };
}

function list<Fields>(
  resource: AccountingResource<Fields>,
  account: Account,
  request: FastifyRequest,
): unknown {
  const query = parseListQuery(request.url);
  const distortion = distortionOf(request);
  const visible = [...resource.rows(account).values()].filter((row) =>
    isListed(account, row, distortion.lagMs),
  );
  const { sorts = {}, order } = resource;
  const filters = distortion.filtersIgnored ? {} : resource.filters(account);
  const rows = resource.isReadableWhenDeleted
    ? visible
    : visible.filter((row) => row.visState !== 1);
  const selected = selectRows(rows, { query, filters, sorts, ...(order && { order }) });
  const { items, ...paging } = pageOf(selected, query, distortion);
  const presented = items.map((row) => resource.present(account, row, query.includes));
  return { response: { result: { [resource.plural]: presented, ...paging } } };
}

function create<Fields>(
  resource: AccountingResource<Fields>,
  account: Account,
  request: FastifyRequest,
): unknown {
  const body = bodyOf(resource, request);
  refuseReadOnly(resource, body);
  const row = resource.create?.(account, body);
  if (!row) throw notFound(resource.singular, resource.idField, "");
  if (resource.event) account.world.emit(account, `${resource.event}.create`, row.id);
  return one(resource, account, request, row);
}

/** The phases of a PUT: the first that applies wins and the rest of the body is discarded (quirk 18). */
function update<Fields>(
  resource: AccountingResource<Fields>,
  account: Account,
  request: FastifyRequest,
): unknown {
  const row = findReadable(resource, account, request);
  const body = bodyOf(resource, request);
  if ("ext_vis_state" in body) {
    changed(resource, account, row);
  } else if ("vis_state" in body) {
    setVisState(resource, account, row, visStateOf(body["vis_state"]));
  } else {
    requireNotDeleted(resource, row);
    if (!resource.act?.(account, row, body)) {
      refuseReadOnly(resource, body);
      resource.update?.(account, row, body);
    }
    changed(resource, account, row);
  }
  return one(resource, account, request, row);
}

function setVisState<Fields>(
  resource: AccountingResource<Fields>,
  account: Account,
  row: Row<Fields>,
  visState: VisState,
): void {
  row.visState = visState;
  touch(account, row);
  resource.afterVisState?.(account, row);
  const happening = visState === 1 ? "delete" : "update";
  if (resource.event) account.world.emit(account, `${resource.event}.${happening}`, row.id);
}

function changed<Fields>(
  resource: AccountingResource<Fields>,
  account: Account,
  row: Row<Fields>,
): void {
  touch(account, row);
  if (resource.event) account.world.emit(account, `${resource.event}.update`, row.id);
}

function one<Fields>(
  resource: AccountingResource<Fields>,
  account: Account,
  request: FastifyRequest,
  row: Row<Fields>,
): unknown {
  const presented = resource.present(account, row, includesOf(request.url));
  return { response: { result: { [resource.singular]: presented } } };
}

/** The row of the path's id, deleted or not (quirk 17), unless deletion removes it for good. */
function findReadable<Fields>(
  resource: AccountingResource<Fields>,
  account: Account,
  request: FastifyRequest,
): Row<Fields> {
  const { id } = request.params as { id: string };
  const row = /^\d+$/.test(id) ? resource.rows(account).get(Number(id)) : undefined;
  if (!row || (row.visState === 1 && !resource.isReadableWhenDeleted)) {
    throw notFound(resource.singular, resource.idField, id);
  }
  return row;
}

/** What is inside the singular wrapper; a wrong wrapper leaves nothing, so required fields are missing. */
function bodyOf<Fields>(resource: AccountingResource<Fields>, request: FastifyRequest): Body {
  const wrapped = (request.body as Body | null | undefined)?.[resource.singular];
  return typeof wrapped === "object" && wrapped !== null ? (wrapped as Body) : {};
}

function refuseReadOnly<Fields>(resource: AccountingResource<Fields>, body: Body): void {
  const field = resource.readOnly?.find((name) => name in body);
  if (field === undefined) return;
  const details = { object: resource.singular, field, value: body[field] };
  throw new Refusal(403, [problem(1038, `Write access denied to field ${field}.`, details)]);
}

function requireNotDeleted<Fields>(resource: AccountingResource<Fields>, row: Row<Fields>): void {
  if (row.visState !== 1) return;
  const details = { object: resource.singular, field: resource.idField, value: row.id };
  throw unprocessable(1011, "The resource has been deleted.", details);
}

function visStateOf(value: unknown): VisState {
  if (value === 0 || value === 1 || value === 2) return value;
  throw unprocessable(1004, "Invalid value for 'vis_state'.", { field: "vis_state", value });
}
