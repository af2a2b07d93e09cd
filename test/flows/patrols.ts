// The patrols that processes made, read from their logs (LOG_LEVEL=debug): one line says when each ended and how long it took.
import type { Running } from './vigie.ts';

export interface Patrol {
  readonly watch: string;
  /** Minutes since 1970 when it began: its slot of the schedule, if the schedule began it. */
  readonly minute: number;
}

interface Line {
  readonly time: string;
  readonly msg: string;
  readonly operation?: string;
  readonly watch: string;
  readonly ms: number;
}

/** A schedule's timer may be this much early, in milliseconds. */
const early = 1_000;

/** In the order in which they ended, process by process. */
export function patrolsOf(processes: readonly Running[]): Patrol[] {
  return processes
    .flatMap(({ output }) => output().split('\n'))
    .filter((line) => line.includes('"operation":"patrol"'))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ msg }) => msg === 'operation ended')
    .map(({ time, watch, ms }) => ({
      watch,
      minute: Math.floor((Date.parse(time) - ms + early) / 60_000),
    }));
}
