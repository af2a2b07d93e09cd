// The whole loop beside every other way to retrain, on the same streams: one table, and what ours is held to. Pure.
import { doNothing, onEveryAlarm, type Policy, periodic } from '../drift/policies.ts';
import type { Stream } from '../drift/streams.ts';
import { lastLabelAccuracy, type Walk, walk } from '../drift/walk.ts';
import { type Row, rowOf } from '../figures.ts';

export const wholeLoop: Policy = { ...onEveryAlarm, name: 'the whole loop', challengers: 2_000 };
const periods = [250, 500, 1_000, 2_000, 4_000];
/**
 * Where a tenth of the labels is turned over at random, that alone moves the accuracy of one stream of 79,000 rows by 0.0011
 * (one standard deviation): the mean of fewer streams says little of a thousandth.
 */
const leastJudged = 5;

/** What ours is held to beside never being worse than doing nothing; shares, 0..1. */
export interface Goals {
  /** Mean accuracy of at least five streams, at least. */
  readonly accuracy?: number;
  /** Below the best period, at most. */
  readonly belowPeriodic?: number;
  readonly promotions?: number;
  /** Promotions for each retraining of the best period. */
  readonly promotionsByPeriodic?: number;
}

interface Walked {
  readonly name: string;
  readonly walks: readonly Walk[];
  readonly accuracy: number;
  readonly retrains: number;
}

/** Streams of one kind, at least one: their means are what counts, and the worst of them against doing nothing. */
export function compared(
  made: readonly Stream[],
  goals: Goals,
  { subject, note }: { readonly subject: string; readonly note: string },
): Row[] {
  const name = made[0]?.name ?? '';
  const ours = walked(wholeLoop, made);
  const nothing = walked(doNothing, made);
  const calendars = periods.map((every) => walked(periodic(every), made));
  const best = calendars.reduce((one, other) => (other.accuracy > one.accuracy ? other : one));
  const others = [walked(onEveryAlarm, made), ...calendars, nothing];
  const gained = ours.walks.map(({ accuracy }, at) => accuracy - (nothing.walks[at]?.accuracy ?? 1));
  const accuracy = made.length < leastJudged ? undefined : goals.accuracy;
  const held = [
    {
      what: `mean accuracy of ${made.length} streams`,
      unit: 'accuracy',
      targets: accuracy === undefined ? null : { least: accuracy },
      value: ours.accuracy,
    },
    {
      what: 'at worst above doing nothing',
      unit: 'accuracy',
      targets: { least: 0 },
      value: Math.min(...gained),
    },
    {
      what: `below ${best.name}`,
      unit: 'accuracy',
      targets: atMost(goals.belowPeriodic),
      value: best.accuracy - ours.accuracy,
    },
    {
      what: 'tournaments the data gate stopped',
      unit: 'count',
      targets: { value: 0 },
      value: ours.walks.reduce((sum, { stops }) => sum + stops, 0),
    },
    { what: 'promotions', unit: 'count', targets: atMost(goals.promotions), value: ours.retrains },
    {
      what: `promotions by retrains of ${best.name}`,
      unit: 'ratio',
      targets: atMost(goals.promotionsByPeriodic),
      value: ours.retrains / best.retrains,
    },
  ];
  const judged = held.flatMap(({ what, unit, targets, value }) =>
    targets === null ? [] : [rowOf({ subject, what: `${name}: ${what}`, unit, targets }, [value])],
  );
  return [
    rowOf({ subject, what: `${name}: the last label`, unit: 'accuracy', note }, made.map(lastLabelAccuracy)),
    accuracyRow({ subject, name }, ours),
    ...judged,
    ...others.map((each) => accuracyRow({ subject, name }, each)),
  ];
}

const atMost = (goal: number | undefined) => (goal === undefined ? null : { value: goal });

function walked(policy: Policy, made: readonly Stream[]): Walked {
  const walks = made.map((stream) => walk(policy, stream));
  const mean = (of: (walk: Walk) => number) => walks.reduce((sum, each) => sum + of(each), 0) / walks.length;
  const name = policy === onEveryAlarm ? 'retrain on every alarm' : policy.name;
  return { name, walks, accuracy: mean((each) => each.accuracy), retrains: mean((each) => each.retrains) };
}

function accuracyRow(
  { subject, name: stream }: { readonly subject: string; readonly name: string },
  { name, walks, retrains }: Walked,
): Row {
  const count = (of: (walk: Walk) => number) => walks.reduce((sum, each) => sum + of(each), 0) / walks.length;
  const alarms = count((each) => each.alarms.length);
  const rollbacks = count((each) => each.rollbacks);
  return rowOf(
    {
      ...{ subject, what: `${stream}: ${name}`, unit: 'accuracy' },
      also: { retrains, ...(alarms === 0 ? {} : { alarms }), ...(rollbacks === 0 ? {} : { rollbacks }) },
    },
    walks.map((each) => each.accuracy),
  );
}
