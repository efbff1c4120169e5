// Who may do what: bearer token, account, scope and role are checked in this order before a resource is touched.
import type { FastifyRequest } from "fastify";
import type { Account } from "./account.ts";
import { InsufficientScope, problem, Refusal, unauthorized } from "./refusal.ts";
import { type Access, scopeOf } from "./scopes.ts";
import type { AccessToken, TokenStore } from "./token-store.ts";

export interface AccessControl {
  tokens: TokenStore;
  accounts: ReadonlyMap<string, Account>;
}

export interface Need {
  /** Middle part of the scope, such as `invoices` of `user:invoices:write`. */
  object: string;
  access: Access;
}

/** The grant behind the request's bearer token; 401 without a living one. */
export function authenticate(control: AccessControl, request: FastifyRequest): AccessToken {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const grant = token === undefined ? undefined : control.tokens.access(token);
  if (!grant) throw unauthorized();
  return grant;
}

export function requireScope(grant: AccessToken, need: Need): void {
  const scope = scopeOf(need.object, need.access);
  if (!grant.scopes.includes(scope)) throw new InsufficientScope(scope);
}

/** The account named in the path; 404 for one of another kind, such as a business id (quirk 8). */
export function findAccount(control: AccessControl, request: FastifyRequest): Account {
  const { accountId } = request.params as { accountId: string };
  const account = control.accounts.get(accountId);
  if (!account) throw new Refusal(404, [problem(1012, "Requested resource could not be found.")]);
  return account;
}

/** A `client` of somebody else's account reads all and writes nothing, whatever the scopes (quirk 9). */
export function requireRole(account: Account, access: Access): void {
  if (access === "write" && account.role === "client") {
    throw new Refusal(403, [problem(1003, "Permission Denied")]);
  }
}

export function admit(control: AccessControl, request: FastifyRequest, need: Need): Account {
  const grant = authenticate(control, request);
  const account = findAccount(control, request);
  requireScope(grant, need);
  requireRole(account, need.access);
  return account;
}
