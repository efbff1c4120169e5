// Keeps reference data for minutes, per connection. One object per connector, handed to the operations
// that need it; calls may use short-lived HTTP clients, so the connection itself is the key.

import type { CallContext } from "../../connector-kit/operation.ts";
import { loadReferenceData, type ReferenceData } from "./reference-data.ts";
import { kenticoSettingsOf } from "./settings.ts";

const keepMs = 180_000;
const connectionsMax = 100;

interface Entry {
  data: Promise<ReferenceData>;
  loadedAtMs: number;
  /** Things looked for in vain during these minutes; no reason to load again. */
  missing: Set<string>;
}

/** Names what an order needs and the data lacks, such as "status 7"; empty when it lacks nothing. */
type MissingIn = (data: ReferenceData) => readonly string[];

function connectionKey({ settings }: CallContext): string {
  const { baseUrl, siteName, username } = kenticoSettingsOf(settings);
  return JSON.stringify([baseUrl, siteName, username]);
}

export class ReferenceDataCache {
  private readonly entries = new Map<string, Entry>();

  /**
   * Reference data, loaded when it is older than three minutes, or when something is missing that has
   * not been looked for yet (a status or tax class made a moment ago). Calls at the same time share a load.
   */
  async get(context: CallContext, missingIn: MissingIn = () => []): Promise<ReferenceData> {
    const key = connectionKey(context);
    const { entry, data } = await this.read(key, context, this.fresh(key, context));
    if (missingIn(data).every((name) => entry.missing.has(name))) return data;
    const current = this.entries.get(key);
    const newer = current === entry ? undefined : current;
    const reloaded = await this.read(key, context, newer, entry.missing);
    for (const name of missingIn(reloaded.data)) reloaded.entry.missing.add(name);
    return reloaded.data;
  }

  /** Joins a shared load; when that failed for its caller (cancelled, say), the next one or an own. */
  private async read(
    key: string,
    context: CallContext,
    shared: Entry | undefined,
    missing: Set<string> = new Set(),
  ): Promise<{ entry: Entry; data: ReferenceData }> {
    if (shared) {
      const data = await shared.data.catch(() => undefined);
      if (data) return { entry: shared, data };
      return this.read(key, context, this.fresh(key, context), missing);
    }
    const entry = this.load(key, context, missing);
    return { entry, data: await entry.data };
  }

  private fresh(key: string, { clock }: CallContext): Entry | undefined {
    const entry = this.entries.get(key);
    return entry && clock.monotonicMs() - entry.loadedAtMs < keepMs ? entry : undefined;
  }

  private load(key: string, context: CallContext, missing: Set<string>): Entry {
    const data = loadReferenceData(context);
    const entry = { data, loadedAtMs: context.clock.monotonicMs(), missing };
    this.entries.delete(key);
    this.entries.set(key, entry);
    data.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    const [oldest] = this.entries.keys();
    if (this.entries.size > connectionsMax && oldest !== undefined) this.entries.delete(oldest);
    return entry;
  }
}
