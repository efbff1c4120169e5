// When something that is done every night is due.

/** The next instant after `now` at which this hour (UTC) begins. */
export function nextAtHour(now: Date, hour: number): Date {
  const next = new Date(now);
  next.setUTCHours(hour, 0, 0, 0);
  if (next <= now) next.setUTCDate(next.getUTCDate() + 1);
  return next;
}
