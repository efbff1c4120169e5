// The chart of accounts of the older ledger API: main accounts with sub-accounts, the same for every account.

export interface LedgerAccount {
  id: number;
  account_name: string;
  account_number: string;
  account_type: "asset" | "liability" | "equity" | "income" | "expense";
  sub_accounts: readonly SubAccount[];
}

export interface SubAccount {
  id: number;
  account_sub_name: string;
  account_sub_number: string;
}

type Blueprint = Omit<LedgerAccount, "id" | "sub_accounts"> & { subs: readonly string[] };

const blueprints: readonly Blueprint[] = [
  {
    account_type: "asset",
    account_number: "1000",
    account_name: "Cash",
    subs: ["Cash", "Petty Cash"],
  },
  {
    account_type: "asset",
    account_number: "1200",
    account_name: "Accounts Receivable",
    subs: ["Accounts Receivable"],
  },
  {
    account_type: "asset",
    account_number: "1500",
    account_name: "Property, Plant & Equipment",
    subs: ["Equipment"],
  },
  {
    account_type: "liability",
    account_number: "2000",
    account_name: "Accounts Payable",
    subs: ["Accounts Payable"],
  },
  {
    account_type: "liability",
    account_number: "2100",
    account_name: "Sales Tax",
    subs: ["Sales Tax Payable"],
  },
  {
    account_type: "equity",
    account_number: "3002",
    account_name: "Equity",
    subs: ["Owner Investment", "Owner Draws"],
  },
  {
    account_type: "income",
    account_number: "4000",
    account_name: "Income",
    subs: ["Sales", "Shipping Income"],
  },
  {
    account_type: "expense",
    account_number: "5000",
    account_name: "Cost of Goods Sold",
    subs: ["Materials"],
  },
  {
    account_type: "expense",
    account_number: "6008",
    account_name: "Operating Expenses",
    subs: ["Office", "Travel", "Bank Fees"],
  },
];

/** Main accounts are numbered from 1; the sub-accounts of number 4 are 401, 402 and so on. */
export const chartOfAccounts: readonly LedgerAccount[] = blueprints.map(
  ({ subs, ...main }, index) => ({
    id: index + 1,
    ...main,
    sub_accounts: subs.map((account_sub_name, position) => ({
      id: (index + 1) * 100 + position + 1,
      account_sub_name,
      account_sub_number: String(position + 1),
    })),
  }),
);

/** The main and the sub-account of a sub-account's id. */
export function findSubAccount(id: number): { main: LedgerAccount; sub: SubAccount } | undefined {
  for (const main of chartOfAccounts) {
    const sub = main.sub_accounts.find((candidate) => candidate.id === id);
    if (sub) return { main, sub };
  }
  return undefined;
}
