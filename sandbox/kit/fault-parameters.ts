// What can be set about a fault besides its kind and when it fires. Which kind takes which of these is
// declared with the kind, in the folder faults/.
import { z } from "zod";

export const faultParameters = z.strictObject({
  /** Seconds, or the header's literal text (an HTTP date, garbage); an empty text leaves the header out. */
  retryAfterSeconds: z.union([z.number(), z.string()]).optional(),
  /** How `retryAfterSeconds` is written: as it is, or as an HTTP date that long after the answer's `Date`. */
  retryAfterAs: z.enum(["seconds", "date"]).optional(),
  delayMs: z.int().min(0).optional(),
  /** HTTP status of the answer. */
  status: z.int().min(300).max(599).optional(),
  /** Target of `redirect`. */
  location: z.string().optional(),
  /** How far the `Date` header is off; negative for a clock that is slow. */
  skewMs: z.int().optional(),
  /** Size of the body once it is unpacked. */
  bytes: z.int().min(1).max(1_073_741_824).optional(),
  /** How often a body is compressed. */
  layers: z.int().min(1).max(3).optional(),
  /** Name of a member, at any depth of a JSON body. */
  field: z.string().optional(),
  /** What `field` holds instead. */
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  /** What is added to a number. */
  by: z.int().optional(),
  /** Deliveries of one webhook, or attempts of one delivery. */
  times: z.int().min(1).max(10_000).optional(),
  /** The time over which `times` deliveries are spread. */
  withinMs: z.int().min(0).optional(),
  /** Whether repetitions say the same in other bytes. */
  rewritten: z.boolean().optional(),
});

export type FaultParameters = z.infer<typeof faultParameters>;
export type FaultParameter = keyof FaultParameters;

export type FaultNumber = `F${number}`;

/** What the README tells of a kind of fault. */
export interface FaultDeclaration {
  /** What happens, by each number of the catalogue that the kind serves. */
  catalogue: Readonly<Partial<Record<FaultNumber, string>>>;
  parameters: readonly FaultParameter[];
}
