// Who is signed in, and which accounting accounts they can use: GET /auth/api/v1/users/me

import type { AccountChoice } from "../../connector-kit/connector.ts";
import type { CallContext } from "../../connector-kit/operation.ts";
import { callFreshbooks, unusableAnswer } from "./client.ts";
import { type Identity, identitySchema } from "./wire/identity.ts";

/** Reads the signed-in user. Throws UNREADABLE_ANSWER, NOT_AUTHENTICATED, NOT_PERMITTED. */
export async function readIdentity(context: CallContext): Promise<Identity> {
  const path = "/auth/api/v1/users/me";
  const parsed = identitySchema.safeParse(
    await callFreshbooks(context, { method: "GET", path, effect: "read" }),
  );
  if (parsed.success) return parsed.data;
  throw unusableAnswer("read", "it does not say who is signed in");
}

/** The user's role on an accounting account, or null when they have none there. */
export function roleOn(identity: Identity, accountId: string): string | null {
  const onAccount = identity.roles.find(({ accountid }) => accountid === accountId);
  const membership = identity.business_memberships.find(
    ({ business }) => business?.account_id === accountId,
  );
  return onAccount?.role ?? membership?.role ?? null;
}

const clientOnly = "You are only a client of this account: FreshBooks refuses every write.";
const withoutAccount = "This business has no accounting account.";

function unusableFor(identity: Identity, accountId: string): { unusable?: string } {
  return roleOn(identity, accountId) === "client" ? { unusable: clientOnly } : {};
}

type Membership = Identity["business_memberships"][number];

function choiceOf(identity: Identity, { business, role }: Membership): AccountChoice {
  const businessId = String(business?.id ?? "");
  const title = `${business?.name ?? `Business ${businessId}`} (${role ?? "member"})`;
  const accountId = business?.account_id ?? null;
  if (accountId === null) {
    return { id: `business-${businessId}`, title, settings: {}, unusable: withoutAccount };
  }
  const settings = { accountId, businessId };
  return { id: accountId, title, settings, ...unusableFor(identity, accountId) };
}

/** Accounts that only `roles` or `business_clients` mention, as for a business without one (quirk 16). */
function otherAccounts(identity: Identity, known: ReadonlySet<string>): AccountChoice[] {
  const byRole = identity.roles.map(({ accountid, role }) => ({ id: accountid, role }));
  const asClient = identity.business_memberships
    .flatMap(({ business }) => business?.business_clients ?? [])
    .map(({ account_id }) => ({ id: account_id, role: "client" }));
  const seen = new Set(known);
  return [...byRole, ...asClient].flatMap(({ id, role }) => {
    if (!id || seen.has(id)) return [];
    seen.add(id);
    const title = `Account ${id} (${role ?? "member"})`;
    const unusable = role === "client" ? { unusable: clientOnly } : {};
    return [{ id, title, settings: { accountId: id }, ...unusable }];
  });
}

/** Every account the user reaches, with the reason where one cannot be used. */
export function accountChoices(identity: Identity): AccountChoice[] {
  const choices = identity.business_memberships.map((membership) => choiceOf(identity, membership));
  return [...choices, ...otherAccounts(identity, new Set(choices.map(({ id }) => id)))];
}
