// Exchange rates as the mapping sees them. Where they come from is not known here.

/** How many units of the target currency one unit of the source currency is worth. */
export interface ExchangeRate {
  /** A decimal string. */
  rate: string;
  /** Who published the rate, such as "ECB". */
  source: string;
  /** The calendar day (YYYY-MM-DD) the rate belongs to; may be earlier than the day asked for. */
  date: string;
}

export interface ExchangeRates {
  /** The rate valid on a calendar day (YYYY-MM-DD), or undefined when there is none. */
  rate(from: string, to: string, date: string): ExchangeRate | undefined;
}
