// The flow templates that come with Ledgerline: one YAML file each.

import { readdirSync, readFileSync } from "node:fs";
import { IntegrationError } from "../core/errors.ts";
import { type FlowDocument, parseFlow } from "./document.ts";

const folder = new URL("templates/", import.meta.url);

export function listTemplates(): FlowDocument[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => parseFlow(readFileSync(new URL(file, folder), "utf8")));
}

export function findTemplate(id: string): FlowDocument {
  const templates = listTemplates();
  const found = templates.find((template) => template.flow === id);
  if (found) return found;
  throw new IntegrationError("NOT_FOUND", `There is no flow template "${id}".`, {
    hint: `Templates: ${templates.map((template) => template.flow).join(", ")}.`,
  });
}
