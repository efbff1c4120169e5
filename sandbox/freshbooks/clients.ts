// Clients: created from a name, an organisation or an e-mail; the e-mail need not be unique (quirk 19).
import { type Account, addRow } from "./account.ts";
import type { AccountingResource, Includes } from "./accounting-resource.ts";
import { type ClientBalances, clientBalances } from "./client-balances.ts";
import { easternTimestamp, utcTimestamp } from "./eastern-time.ts";
import {
  type Body,
  currencyCode,
  type FieldTable,
  flag,
  nullableText,
  readFields,
  text,
} from "./field-table.ts";
import {
  contains,
  equals,
  equalsNumber,
  type Filters,
  isTrue,
  updatedRange,
} from "./list-query.ts";
import type { ClientFields, Row } from "./records.ts";
import { unprocessable } from "./refusal.ts";

const writable: FieldTable<ClientFields> = {
  fname: text,
  lname: text,
  organization: text,
  email: text,
  bus_phone: text,
  fax: text,
  mob_phone: text,
  home_phone: nullableText,
  p_street: text,
  p_street2: text,
  p_city: text,
  p_province: text,
  p_code: text,
  p_country: text,
  s_street: text,
  s_street2: text,
  s_city: text,
  s_province: text,
  s_code: text,
  s_country: text,
  currency_code: currencyCode,
  language: text,
  note: nullableText,
  vat_name: nullableText,
  vat_number: nullableText,
  company_industry: nullableText,
  company_size: nullableText,
  allow_late_fees: flag,
  allow_late_notifications: flag,
  allow_email_include_pdf: flag,
  pref_email: flag,
  pref_gmail: flag,
};

const blank = {
  fname: "",
  lname: "",
  organization: "",
  email: "",
  bus_phone: "",
  fax: "",
  mob_phone: "",
  home_phone: null,
  p_street: "",
  p_street2: "",
  p_city: "",
  p_province: "",
  p_code: "",
  p_country: "",
  s_street: "",
  s_street2: "",
  s_city: "",
  s_province: "",
  s_code: "",
  s_country: "",
  language: "en",
  note: null,
  vat_name: null,
  vat_number: null,
  company_industry: null,
  company_size: null,
  allow_late_fees: true,
  allow_late_notifications: true,
  allow_email_include_pdf: false,
  pref_email: true,
  pref_gmail: false,
};

export const clients: AccountingResource<ClientFields> = {
  path: "users/clients",
  singular: "client",
  plural: "clients",
  scopeObject: "clients",
  event: "client",
  idField: "userid",
  methods: new Set(["create", "update"]),
  isReadableWhenDeleted: true,
  filters: clientFilters,
  sorts: {
    organization_name: (row) => row.fields.organization,
    fullname: (row) => `${row.fields.fname} ${row.fields.lname}`,
    email: (row) => row.fields.email,
    updated: (row) => String(row.updatedAt.getTime()).padStart(15, "0"),
  },
  rows: (account) => account.clients,
  create: createClient,
  update: (_account, row, body) => {
    Object.assign(row.fields, readFields({ object: "client", body, table: writable }));
  },
  present: presentClient,
};

function clientFilters(account: Account): Filters<ClientFields> {
  const has = (kind: keyof ClientBalances) =>
    isTrue<ClientFields>((row) => clientBalances(account, row.id)[kind].length > 0);
  return {
    email: equals((row) => row.fields.email),
    email_like: contains((row) => row.fields.email),
    fname_like: contains((row) => row.fields.fname),
    lname_like: contains((row) => row.fields.lname),
    organization_like: contains((row) => row.fields.organization),
    address_like: contains((row) => addressOf(row.fields)),
    note_like: contains((row) => row.fields.note),
    phone_like: contains((row) => `${row.fields.bus_phone} ${row.fields.mob_phone}`),
    user_like: contains((row) => identityOf(row.fields)),
    username: equals((row) => row.fields.username),
    userid: equalsNumber((row) => row.id),
    userids: equalsNumber((row) => row.id),
    has_credit: has("credit_balance"),
    has_draft: has("draft_balance"),
    has_outstanding: has("outstanding_balance"),
    has_overdue: has("overdue_balance"),
    ...updatedRange(),
  };
}

function createClient(account: Account, body: Body): Row<ClientFields> {
  const given = readFields<ClientFields>({ object: "client", body, table: writable });
  const fields = { ...blank, currency_code: account.baseCurrency, ...given };
  const { fname, lname, organization, email } = fields;
  if (![fname, lname, organization, email].some((part) => part.trim() !== "")) {
    const message = "At least one of first name, last name, organization or email is required.";
    throw unprocessable(7012, message, { object: "client" });
  }
  const isOnlyEmail = [fname, lname, organization].every((part) => part === "");
  return addRow(account, "clients", account.clients, {
    ...fields,
    organization: isOnlyEmail ? email : organization,
    username: freeUsername(account, fields),
    uuid: account.world.random.uuid(),
  });
}

type Names = Pick<ClientFields, "email" | "fname" | "lname" | "organization">;

function freeUsername(account: Account, { email, fname, lname, organization }: Names): string {
  const source = email.split("@")[0] || `${fname}${lname}` || organization;
  const base = source.toLowerCase().replaceAll(/[^a-z0-9]/g, "") || "client";
  let count = 1;
  let username = base;
  while (account.usernames.has(username)) {
    count += 1;
    username = `${base}${count}`;
  }
  account.usernames.add(username);
  return username;
}

function presentClient(
  account: Account,
  row: Row<ClientFields>,
  includes: Includes,
): Record<string, unknown> {
  const balances = Object.entries(includes.size > 0 ? clientBalances(account, row.id) : {});
  return {
    id: row.id,
    userid: row.id,
    accounting_systemid: account.accountId,
    ...row.fields,
    signup_date: utcTimestamp(row.createdAt),
    updated: easternTimestamp(row.updatedAt),
    last_login: null,
    last_activity: null,
    level: 0,
    num_logins: 0,
    notified: false,
    role: "client",
    has_retainer: null,
    retainer_id: null,
    direct_link_token: null,
    statement_token: null,
    subdomain: null,
    exceeds_client_limit: 0,
    number_format: null,
    vis_state: row.visState,
    ...Object.fromEntries(balances.filter(([name]) => includes.has(name))),
  };
}

function addressOf(fields: ClientFields): string {
  const { p_street, p_street2, p_city, p_province, p_code, p_country } = fields;
  return [p_street, p_street2, p_city, p_province, p_code, p_country].join(" ");
}

function identityOf({ fname, lname, organization, email }: Names): string {
  return [fname, lname, organization, email].join(" ");
}
