/** Of surfaces that write times themselves. */
export const times = {
  /** BCP 47, of written dates, also those of the axis of a picture. */
  locale: 'en-GB',
  unknown: 'unknown time',
  now: 'now',
  days: 'days',
  ahead: (distance: string) => `in ${distance}`,
  ago: (distance: string) => `${distance} ago`,
};
