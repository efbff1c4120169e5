// What every proof is: a name, and a run that says what it found.

export interface ProofOutcome {
  /** Figures for the report. */
  figures: Record<string, number | string>;
  /** What does not hold, in words; nothing when it is proved. */
  problems: string[];
}

export interface ProofOptions {
  seed: number;
  orders: number;
  note(line: string): void;
}

export interface Proof {
  name: string;
  run(options: ProofOptions): Promise<ProofOutcome>;
}
