// The connectors of this installation. The only place that names them all.

import type { Connector } from "../connector-kit/connector.ts";
import { freshbooks } from "./freshbooks/connector.ts";
import { kentico } from "./kentico/connector.ts";

export const connectors: ReadonlyMap<string, Connector> = new Map(
  [freshbooks, kentico].map((connector) => [connector.id, connector]),
);
