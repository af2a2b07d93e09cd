// What a policy's alarms are worth against changes that are known. Pure.
import { median } from '../figures.ts';
import type { Stream } from './streams.ts';
import type { Walk } from './walk.ts';

/** An alarm within so many rows of a change has found it; every other one is false. */
const within = 1_000;

export interface Judged {
  /** Rows from each change that was found to its first alarm; the alarming row counts. */
  readonly delays: readonly number[];
  readonly missed: number;
  readonly false: number;
}

/** A slow change may be found while it is still under way: its transition counts from half before it to its end. */
export function judge(
  { alarms }: Pick<Walk, 'alarms'>,
  { changes, transition }: Pick<Stream, 'changes' | 'transition'>,
): Judged | null {
  if (changes === null) return null;
  const ofChange = (row: number) =>
    changes.find((change) => row >= change - transition / 2 && row < change + within + transition / 2);
  const first = new Map<number, number>();
  for (const alarm of alarms) {
    const change = ofChange(alarm);
    if (change !== undefined && !first.has(change)) first.set(change, alarm);
  }
  return {
    delays: [...first].map(([change, alarm]) => Math.max(0, alarm + 1 - change)),
    missed: changes.length - first.size,
    false: alarms.filter((alarm) => ofChange(alarm) === undefined).length,
  };
}

/** Over several walks: the median delay, when there is any, and means a walk. */
export function summed(judged: readonly Judged[]): Record<string, number> {
  const delays = judged.flatMap((each) => each.delays);
  const mean = (count: (each: Judged) => number) =>
    judged.reduce((sum, each) => sum + count(each), 0) / Math.max(1, judged.length);
  return {
    ...(delays.length === 0 ? {} : { delay: median(delays) }),
    missed: mean((each) => each.missed),
    false: mean((each) => each.false),
  };
}
