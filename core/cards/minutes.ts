// Points in time as cells of a table: a zone's own time, since lines of equal width know no reader's. Pure.

/** "01-05 09:30" of the zone; with its year where that is not the year of `now`. Times are milliseconds since the epoch. */
export function minutesIn(timeZone: string, now: number): (at: number) => string {
  // Swedish writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const yearOf = (minute: string) => minute.slice(0, minute.indexOf('-'));
  const present = yearOf(format.format(now));
  return (at) => {
    const minute = format.format(at);
    return yearOf(minute) === present ? minute.slice(present.length + 1) : minute;
  };
}
