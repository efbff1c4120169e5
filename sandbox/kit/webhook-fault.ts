// The shape of a webhook fault: how it changes the plan of one delivery.
import type { FaultDeclaration, FaultParameters } from "./fault-parameters.ts";

/** How one copy of a delivery differs from a plain one. The simulator makes it so, as it knows its form. */
export interface DeliveryVariant {
  /** 0 for the first, then counting up. */
  copy: number;
  /** The same meaning in other bytes for each copy, signed as they are, under another delivery id if there are ids. */
  isRewritten: boolean;
  isBadlySigned: boolean;
  isForUnknownAccount: boolean;
  /** The first attempts that find nobody listening. */
  refusedAttempts: number;
}

export const plainVariant: DeliveryVariant = {
  copy: 0,
  isRewritten: false,
  isBadlySigned: false,
  isForUnknownAccount: false,
  refusedAttempts: 0,
};

/** What becomes of one delivery. */
export interface DeliveryPlan {
  /** 0 for a delivery that never leaves. */
  copies: number;
  /** Time between the first copy and the last. */
  spreadMs: number;
  /** Sent so much later, with no regard to those that follow. */
  delayMs: number;
  /** Held back until something else was sent, but not longer than `holdMs`. */
  holdUntil: "next" | "deletion" | null;
  holdMs: number;
  /** Of all copies; `isRewritten` spares the first. */
  variant: Omit<DeliveryVariant, "copy">;
}

export interface WebhookFault extends FaultDeclaration {
  change(fault: FaultParameters): Partial<Omit<DeliveryPlan, "variant">> & {
    variant?: Partial<DeliveryPlan["variant"]>;
  };
}

export type WebhookFaultFamily = Readonly<Record<string, WebhookFault>>;
