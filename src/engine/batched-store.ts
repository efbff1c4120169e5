// What runs ask of the database while they work, gathered: many runs are under way at the same time, and
// what they ask while one query is on its way goes into the next.

import { type EffectKey, findEffects } from "../store/effects.ts";
import { findLinks, type LinkKey } from "../store/links.ts";
import {
  claimNaturalKeys,
  type NaturalKeyClaim,
  type NaturalKeyRequest,
  type SettledKey,
  settleNaturalKeys,
} from "../store/natural-keys.ts";
import type { Db, Row } from "../store/schema.ts";
import { createBatcher } from "./batcher.ts";
import { leaseMs } from "./queue.ts";

export interface BatchedStore {
  findLink(key: LinkKey): Promise<Row<"link"> | undefined>;
  findEffect(key: EffectKey): Promise<Row<"effect"> | undefined>;
  /** Only one run of this process may ask for a key at a time (keyed-mutex.ts). */
  claimNaturalKey(request: NaturalKeyRequest): Promise<NaturalKeyClaim>;
  settleNaturalKey(key: SettledKey): Promise<void>;
}

const callsPerQuery = 200;

export function createBatchedStore(db: Db): BatchedStore {
  const links = createBatcher(callsPerQuery, (keys: readonly LinkKey[]) => findLinks(db, keys));
  const effects = createBatcher(callsPerQuery, (keys: readonly EffectKey[]) =>
    findEffects(db, keys),
  );
  const claims = createBatcher(callsPerQuery, (requests: readonly NaturalKeyRequest[]) =>
    claimNaturalKeys(db, requests, leaseMs),
  );
  const settlements = createBatcher(callsPerQuery, async (keys: readonly SettledKey[]) => {
    await settleNaturalKeys(db, keys);
    return keys.map(() => undefined);
  });
  return {
    findLink: links.submit,
    findEffect: effects.submit,
    claimNaturalKey: claims.submit,
    settleNaturalKey: settlements.submit,
  };
}
