// What can go wrong on a link, after Toxiproxy's set of toxics.

export type LinkFault =
  /** Every piece arrives late by `ms` and up to `jitterMs` more. */
  | { kind: "latency"; ms: number; jitterMs: number }
  /** Nobody listens, and open connections are reset. */
  | { kind: "down" }
  | { kind: "bandwidth"; bytesPerSecond: number }
  /** The end of a connection is passed on late. */
  | { kind: "slow-close"; ms: number }
  /** Connections stay open and everything sent into them is lost: the half-open peer. */
  | { kind: "black-hole" }
  /** Open connections are reset after `ms`, and so are new ones. */
  | { kind: "reset"; ms: number }
  /** Arrives in pieces of `bytes`, with pauses. */
  | { kind: "slicer"; bytes: number; pauseMs: number }
  /** Each connection is cut after the other side has answered `bytes`. */
  | { kind: "cut"; bytes: number };
