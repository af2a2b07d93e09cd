// Times of the examples: 25 November 2026, noon in UTC, and what was around it.
export const minute = 60_000;
export const noon = Date.UTC(2026, 10, 25, 12);
export const hour = 60 * minute;
export const day = 24 * hour;
