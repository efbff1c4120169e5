// What a fault is: the words a test uses to order one, and their validation. What each kind does is in
// the folder faults/, when one fires in fault-switchboard.ts.
import { z } from "zod";
import {
  type HttpFaultKind,
  httpFaultKinds,
  httpFaults,
  isHttpFaultKind,
  type WebhookFaultKind,
  webhookFaultKinds,
  webhookFaults,
} from "./fault-catalogue.ts";
import { faultParameters } from "./fault-parameters.ts";

export type FaultKind = HttpFaultKind | WebhookFaultKind;

export const faultSchema = z
  .strictObject({
    kind: z.enum([...httpFaultKinds, ...webhookFaultKinds]),
    /** `path` is a part of the request's path or, with `*`, a glob over the whole path; a webhook's path is its topic. */
    route: z
      .strictObject({ method: z.string().toUpperCase().optional(), path: z.string() })
      .optional(),
    /** Fires on every n-th matching call. */
    every: z.int().min(1).optional(),
    /** Fires on the n-th matching call only. */
    nth: z.int().min(1).optional(),
    /** Fires by chance, drawn from the simulator's seed. */
    probability: z.number().min(0).max(1).optional(),
    /** Stops after so many firings. */
    count: z.int().min(1).optional(),
    ...faultParameters.shape,
  })
  .superRefine((fault, context) => {
    const taken: readonly string[] = parametersOf(fault.kind);
    if (taken.includes("field") && fault.field === undefined) {
      context.addIssue({ code: "custom", message: `${fault.kind} needs a field`, path: ["field"] });
    }
    for (const name of Object.keys(faultParameters.shape)) {
      if (!(name in fault) || taken.includes(name)) continue;
      context.addIssue({ code: "custom", message: `${fault.kind} takes no ${name}`, path: [name] });
    }
  });

export type Fault = z.infer<typeof faultSchema>;

function parametersOf(kind: FaultKind) {
  return (isHttpFaultKind(kind) ? httpFaults[kind] : webhookFaults[kind]).parameters;
}
