// Who the token belongs to: `/auth/api/v1/users/me` with memberships of three very different kinds (quirks 9, 10).
import type { FastifyInstance } from "fastify";
import { type AccessControl, authenticate, requireScope } from "./access.ts";
import type { Account } from "./account.ts";

/** The person's ids on the identity service; `userId` is the one inside an accounting account. */
export const identity = { id: 1_234, userId: 1, email: "owner@example.com" } as const;

export interface Memberships {
  /** The account the person owns and the one to connect. */
  owned: Account;
  /** Somebody else's account where the person is only a client. */
  asClient: Account;
  /** A business of the person without an accounting account. */
  withoutAccount: { businessId: number; businessUuid: string; name: string };
}

export function registerIdentity(
  app: FastifyInstance,
  control: AccessControl,
  memberships: Memberships,
): void {
  app.get("/auth/api/v1/users/me", async (request) => {
    const grant = authenticate(control, request);
    requireScope(grant, { object: "profile", access: "read" });
    return { response: presentIdentity(memberships) };
  });
}

function presentIdentity({ owned, asClient, withoutAccount }: Memberships): unknown {
  return {
    id: identity.id,
    identity_id: identity.id,
    identity_uuid: owned.businessUuid.replace(/^.{8}/, "1d000001"),
    first_name: "Olivia",
    last_name: "Owner",
    email: identity.email,
    language: "en",
    timezone: "America/New_York",
    created_at: "2024-01-15T14:00:00Z",
    confirmed_at: "2024-01-15T14:05:00Z",
    setup_complete: true,
    phone_numbers: [],
    addresses: [],
    profession: null,
    business_memberships: [
      membership(1, "owner", { ...withoutAccount, accountId: null, clientOf: asClient.accountId }),
      membership(2, "owner", businessOf(owned)),
      membership(3, "client", businessOf(asClient)),
    ],
    roles: [role(1, "admin", owned), role(2, "client", asClient)],
    groups: [],
    permissions: { [owned.accountId]: permissions, [asClient.accountId]: permissions },
    subscription_statuses: { [owned.accountId]: "active", [asClient.accountId]: "active" },
    business_statuses: { [owned.accountId]: "active", [asClient.accountId]: "active" },
    integrations: {},
  };
}

interface Business {
  businessId: number;
  businessUuid: string;
  name: string;
  accountId: string | null;
  /** Account in which this business is itself a client. */
  clientOf?: string;
}

function businessOf({ businessId, businessUuid, businessName, accountId }: Account): Business {
  return { businessId, businessUuid, name: businessName, accountId };
}

function membership(id: number, memberRole: string, business: Business): unknown {
  const { businessId, businessUuid, name, accountId, clientOf } = business;
  return {
    id,
    role: memberRole,
    unacknowledged_change: false,
    business: {
      id: businessId,
      business_uuid: businessUuid,
      name,
      account_id: accountId,
      active: true,
      timezone: "America/New_York",
      status: "active",
      date_format: "mm/dd/yyyy",
      number_format: "1,234.00",
      first_day_of_week: 0,
      advanced_accounting_enabled: true,
      industry: null,
      billing_country_code: "US",
      address: null,
      phone_number: null,
      business_clients: clientOf === undefined ? [] : [{ id: 1, account_id: clientOf, userid: 77 }],
    },
  };
}

function role(id: number, name: string, account: Account): unknown {
  return {
    id,
    role: name,
    systemid: account.businessId,
    userid: identity.userId,
    accountid: account.accountId,
    created_at: "2024-01-15T14:05:00Z",
  };
}

/** The few of some 125 flags that an integration looks at. */
const permissions = {
  "accounts_payable.access": true,
  "advanced_accounting.access": true,
  "manual_journal_entries_feature.access": true,
  "client.limit": 0,
};
