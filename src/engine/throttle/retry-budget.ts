// How many quick retries of reads a connection may make: successes earn them, so that a system in trouble
// is not asked three times as often as one that is well (reliability.md section 3.2).

export interface RetryBudget {
  noteSuccess(): void;
  /** Pays for one retry; false when there is not enough. */
  spend(): boolean;
}

const tokensMax = 100;
const retryCost = 5;

export function createRetryBudget(): RetryBudget {
  let tokens = tokensMax;
  return {
    noteSuccess: () => {
      tokens = Math.min(tokensMax, tokens + 1);
    },
    spend: () => {
      if (tokens < retryCost) return false;
      tokens -= retryCost;
      return true;
    },
  };
}
