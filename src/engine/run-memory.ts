// What one attempt has done so far: effects, links and calls. Written to the database when it ends.

import type { HttpExchange } from "../connector-kit/http.ts";
import type { EmittedEvent } from "../flows/ports.ts";
import type { LinkKey } from "../store/links.ts";
import type { Row } from "../store/schema.ts";
import type { BatchedStore } from "./batched-store.ts";
import type { EffectWrite, LinkWrite } from "./run.ts";

export interface RunMemory {
  /** The link as this attempt knows it: its own, else the stored one. */
  link(key: LinkKey): Promise<LinkWrite | null>;
  putLink(link: LinkWrite): void;
  putEffect(effect: EffectWrite): void;
  readonly links: Map<string, LinkWrite>;
  readonly effects: EffectWrite[];
  readonly emitted: EmittedEvent[];
  /** Calls of the step that is running. */
  exchanges: HttpExchange[];
  /** Instant of the last create that was really sent, if any. */
  lastCreateSent: boolean;
  /** Connection whose call failed last. */
  failedConnectionId: string | null;
  /** When that connection was last changed, as far as this attempt knows. */
  failedConnectionKnownAt: Date | null;
}

function keyText(key: LinkKey): string {
  return JSON.stringify([
    key.fromConnectionId,
    key.fromEntity,
    key.fromId,
    key.purpose,
    key.toConnectionId,
  ]);
}

/** A stored link as runs pass it on. */
export function toLinkWrite(row: Row<"link">): LinkWrite {
  return {
    fromConnectionId: row.from_connection_id,
    fromEntity: row.from_entity,
    fromId: row.from_id,
    purpose: row.purpose,
    toConnectionId: row.to_connection_id,
    toEntity: row.to_entity,
    toId: row.to_id,
    reference: row.reference,
    contentHash: row.content_hash,
    sourceVersion: row.source_version,
    state: row.state,
    data: row.data,
  };
}

export function createRunMemory({ findLink }: Pick<BatchedStore, "findLink">): RunMemory {
  const links = new Map<string, LinkWrite>();
  const effects: EffectWrite[] = [];
  return {
    links,
    effects,
    emitted: [],
    exchanges: [],
    lastCreateSent: false,
    failedConnectionId: null,
    failedConnectionKnownAt: null,
    async link(key) {
      const own = links.get(keyText(key));
      if (own) return own;
      const row = await findLink(key);
      return row ? toLinkWrite(row) : null;
    },
    putLink: (link) => void links.set(keyText(link), link),
    putEffect: (effect) => void effects.push(effect),
  };
}
