// Reads what the simulators hold, for the oracle.

import type { KenticoLedger } from "../../sandbox/kentico/ledger.ts";
import type { LoggedCall } from "../../sandbox/kit/call-log.ts";
import type { Simulator } from "../../sandbox/kit/simulator.ts";
import { callControl } from "../support/control.ts";
import type { BooksLedger } from "./oracle/world.ts";

export interface Ledgers {
  shop: KenticoLedger;
  books: BooksLedger & { calls: LoggedCall[] };
}

export async function ledgersOf(systems: {
  kentico: Simulator;
  freshbooks: Simulator;
}): Promise<Ledgers> {
  return {
    shop: await callControl<KenticoLedger>(systems.kentico, "ledger"),
    books: await callControl<Ledgers["books"]>(systems.freshbooks, "ledger"),
  };
}
