// The flow document: a trigger and steps named after the Enterprise Integration Patterns. The same
// document is edited by CLI, API and canvas, and kept in git as YAML. It only declares; it runs nothing.

import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { IntegrationError } from "../core/errors.ts";

const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,62}$/, "use lower case letters, digits and hyphens");
const variable = z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/, "use a name such as order");
const expression = z.string().min(1).max(4_000);

const readStep = z
  .strictObject({
    read: z.string().meta({ description: "Canonical message to fetch in its current state." }),
    from: variable.meta({ description: "Role of the system it is read from." }),
    as: variable.meta({ description: "Name later steps know it by." }),
  })
  .meta({ id: "readStep", description: "Content Enricher: fetch the record the event is about." });

const checkStep = z
  .strictObject({
    check: slug.meta({ description: "Name of a check." }),
    of: variable.meta({ description: "Message that is checked." }),
  })
  .meta({ id: "checkStep", description: "Validate a message; what fails becomes a dead letter." });

const filterStep = z
  .strictObject({
    filter: expression.meta({ description: "CEL condition; false ends the run." }),
    reason: z.string().min(1).meta({ description: "Why the run ends, in the user's words." }),
    outcome: z.enum(["skipped", "remembered"]).default("skipped"),
  })
  .meta({ id: "filterStep", description: "Message Filter." });

const writeStep = z
  .strictObject({
    write: z.string().meta({ description: "Canonical message to write." }),
    to: variable.meta({ description: "Role of the system it is written to." }),
    from: variable.meta({ description: "Message it is made from." }),
    by: slug
      .optional()
      .meta({ description: "Translator that makes it; none when it is the message itself." }),
    as: variable.optional().meta({ description: "Name the written record is known by later." }),
    when: expression.optional(),
    match: z.enum(["link", "natural-key"]).default("link"),
    update: z
      .enum(["always", "while-open", "never"])
      .default("always")
      .meta({ description: "Whether a changed message changes a record that was written before." }),
    settle: z
      .enum(["total"])
      .optional()
      .meta({ description: "Compare the record's total with the message's and correct cents." }),
  })
  .meta({ id: "writeStep", description: "Send a message: create or update, exactly one effect." });

const callStep = z
  .strictObject({
    call: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)*\.[a-z-]+$/, "use <message>.<action>")
      .meta({ description: "Named action on a record written before, such as invoice.send." }),
    to: variable,
    of: variable.meta({ description: "Message whose record is meant." }),
    when: expression.optional(),
    only: z
      .enum(["always", "while-open"])
      .default("always")
      .meta({ description: "while-open: a paid record is not touched but put before a person." }),
    absent: z
      .enum(["fail", "remember"])
      .default("fail")
      .meta({ description: "remember: without a record nothing is done, and none is made later." }),
    ends: z
      .string()
      .optional()
      .meta({ description: "When given, the run ends after the call, with this reason." }),
  })
  .meta({ id: "callStep", description: "Call a named action of a system." });

const approveStep = z
  .strictObject({
    approve: variable.meta({
      description: "Message whose documents a person approves before later steps write them.",
    }),
    when: expression.optional(),
  })
  .meta({ id: "approveStep", description: "Hold until a person approves what would be written." });

const emitStep = z
  .strictObject({
    emit: z.string().regex(/^[a-z-]+\.[a-z-]+$/, "use <message>.<what happened>"),
    of: variable,
    when: expression.optional(),
  })
  .meta({ id: "emitStep", description: "Publish an event other flows can want." });

export interface SplitStep {
  split: string;
  by?: string | undefined;
  as: string;
  when?: string | undefined;
  steps: Step[];
}

const splitStep: z.ZodType<SplitStep> = z.lazy(() =>
  z
    .strictObject({
      split: variable.meta({ description: "Message that is split." }),
      by: slug.optional().meta({ description: "Translator that gives the parts." }),
      as: variable,
      when: expression.optional(),
      steps: z.array(stepSchema).min(1).max(50),
    })
    .meta({ description: "Splitter: do the steps for each part." }),
);

const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.union([readStep, checkStep, filterStep, approveStep, writeStep, callStep, emitStep, splitStep]),
);

export type ReadStep = z.infer<typeof readStep>;
export type CheckStep = z.infer<typeof checkStep>;
export type FilterStep = z.infer<typeof filterStep>;
export type ApproveStep = z.infer<typeof approveStep>;
export type WriteStep = z.infer<typeof writeStep>;
export type CallStep = z.infer<typeof callStep>;
export type EmitStep = z.infer<typeof emitStep>;
export type Step =
  | ReadStep
  | CheckStep
  | FilterStep
  | ApproveStep
  | WriteStep
  | CallStep
  | EmitStep
  | SplitStep;
export type StepKind =
  | "read"
  | "check"
  | "filter"
  | "approve"
  | "write"
  | "call"
  | "emit"
  | "split";

export const stepKinds: readonly StepKind[] = [
  "read",
  "check",
  "filter",
  "approve",
  "write",
  "call",
  "emit",
  "split",
];

/** The kind of a step is the one key named like a kind. */
export function kindOf(step: Step): StepKind {
  const kind = stepKinds.find((name) => name in step);
  if (kind === undefined) throw new IntegrationError("UNEXPECTED", "A step has no kind.");
  return kind;
}

const parameterSchema = z.strictObject({
  title: z.string(),
  description: z.string(),
  type: z.enum(["text", "number", "boolean", "choice", "list"]),
  choices: z.array(z.string()).optional(),
  default: z.json(),
});

export const flowSchema = z
  .strictObject({
    flow: slug,
    title: z.string().min(1),
    description: z.string().default(""),
    roles: z
      .record(variable, z.array(slug).min(1))
      .meta({ description: "Roles and the connectors that can play them." }),
    on: z.strictObject({
      events: z.array(z.string().regex(/^[a-z-]+\.([a-z-]+|\*)$/)).min(1),
      from: variable,
    }),
    parameters: z.record(variable, parameterSchema).default({}),
    steps: z.array(stepSchema).min(1).max(100),
  })
  .meta({ id: "flow", description: "A flow." });

export type FlowDocument = z.infer<typeof flowSchema>;
export type FlowParameter = z.infer<typeof parameterSchema>;

/** Reads a flow from YAML text or an object; throws CONFIGURATION_INVALID naming the place. */
export function parseFlow(input: unknown): FlowDocument {
  const parsed = flowSchema.safeParse(typeof input === "string" ? parseYaml(input) : input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new IntegrationError(
    "CONFIGURATION_INVALID",
    `The flow is not valid at ${issue?.path.join(".") || "its top"}: ${issue?.message}.`,
    { details: { problems: parsed.error.issues.map(({ path, message }) => ({ path, message })) } },
  );
}
