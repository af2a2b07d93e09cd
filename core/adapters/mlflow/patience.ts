// How long a failed call waits before it is repeated. Pure.
import { createHash } from 'node:crypto';

const backoffMs = 250;
const longestQuietMs = 600_000;

/** Between one and two of the base: many that failed together must not come back together. `seed` is anything random. */
export function jitteredMs(seed: string): number {
  const share = createHash('sha256').update(seed).digest().readUInt32BE(0) / 2 ** 32;
  return Math.round(backoffMs * (1 + share));
}

/** A Retry-After header, which is seconds or a date, in milliseconds from `now`; at most ten minutes, 0 without one. */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(longestQuietMs, Math.max(0, ms)) : 0;
}
