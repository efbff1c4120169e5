// The shape of a fault of an HTTP exchange: where it steps in between a request and its answer.
import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FaultDeclaration, FaultParameters } from "./fault-parameters.ts";
import type { FormerAnswers } from "./former-answers.ts";
import type { SandboxClock } from "./sandbox-clock.ts";

/** What faults ask of the simulator they are in. */
export interface FaultySystem {
  clock: SandboxClock;
  formerAnswers: FormerAnswers;
  /** The vendor's own body for an injected error. */
  errorBody(status: number, request: FastifyRequest): unknown;
  /** What the vendor is known to answer with 200 although it did nothing. */
  errorInSuccess(request: FastifyRequest): { type: string; body: string };
}

export interface FaultHit {
  fault: FaultParameters;
  request: FastifyRequest;
  reply: FastifyReply;
  system: FaultySystem;
  /** The request's body as it came; only for faults that ask for it. */
  rawBody: Buffer | undefined;
}

export interface HttpFault extends FaultDeclaration {
  /** Whether the simulator does what it was asked. */
  executed: "no" | "yes" | "late" | "twice";
  /** Has the request's body kept as it came. */
  keepsBody?: true;
  /** When the request arrives. Sending an answer, or taking the connection away, ends it there. */
  onArrival?(hit: FaultHit): Promise<void> | void;
  /** When the request has been read whole, right before it is executed. */
  beforeExecution?(hit: FaultHit): Promise<void> | void;
  /** Turns the body of the answer into what goes over the wire. */
  onAnswer?(hit: FaultHit, body: Buffer): Buffer | Readable | Promise<Buffer>;
}

/** Faults of one family by their kind. */
export type HttpFaultFamily = Readonly<Record<string, HttpFault>>;
