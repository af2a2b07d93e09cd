// When the fixtures happened: 22 November 2026, UTC.

export const noon = Date.UTC(2026, 10, 22, 12, 0, 0);
export const minute = 60_000;
