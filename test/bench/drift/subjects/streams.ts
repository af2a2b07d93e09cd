// B3: whole streams, from errors over alarms to the models that follow, by every policy and by none.
import { type Row, rowOf } from '../../figures.ts';
import type { Case, Subject } from '../../subject.ts';
import { judge, summed } from '../judged.ts';
import { policies } from '../policies.ts';
import { generate, streamNames } from '../streams.ts';
import { lastLabelAccuracy, walk } from '../walk.ts';

const depths = {
  quick: { seeds: 1, conceptRows: 20_000 },
  usual: { seeds: 5, conceptRows: 20_000 },
  full: { seeds: 20, conceptRows: 20_000 },
};

/** What ours is held to on SINE1. */
const sine1 = { accuracy: 0.865, delay: 45 };

export const streams: Subject = {
  name: 'streams',
  about: 'SINE1, MIXED, CIRCLES and SEA: accuracy, delay, missed, false alarms, retrains',
  cases: ({ quick, full }) => {
    const depth = full ? depths.full : quick ? depths.quick : depths.usual;
    return streamNames.map((name): Case => ({ name, run: async () => rowsFor(name, depth) }));
  },
};

function rowsFor(
  name: string,
  { seeds, conceptRows }: { readonly seeds: number; readonly conceptRows: number },
): Row[] {
  const made = Array.from({ length: seeds }, (_, seed) => generate(name, conceptRows, seed + 1));
  const rows = made[0]?.rows.rows ?? 0;
  const size = `${made[0]?.changes?.length ?? 0} changes in ${rows.toLocaleString('en-US')} rows, ${seeds} seeds`;
  const own = rowOf(
    { subject: 'streams', what: `${name}: the last label`, unit: 'accuracy', note: size },
    made.map(lastLabelAccuracy),
  );
  return [
    own,
    ...policies.flatMap((policy) => {
      const walks = made.map((stream) => ({ stream, ...walk(policy, stream) }));
      const judged = walks.flatMap((each) => judge(each, each.stream) ?? []);
      const retrains = walks.reduce((sum, each) => sum + each.retrains, 0) / walks.length;
      const what = `${name}: ${policy.name}`;
      const watched = policy.watch === null ? {} : summed(judged);
      const held = name === 'SINE1' && policy.name === 'ours';
      const accuracy = rowOf(
        {
          ...{ subject: 'streams', what, unit: 'accuracy' },
          targets: held ? { least: sine1.accuracy } : {},
          also: { ...watched, retrains },
        },
        walks.map((each) => each.accuracy),
      );
      if (!held) return [accuracy];
      const target = (unit: string, value: number, figures: readonly number[]) =>
        rowOf({ subject: 'streams', what, unit, targets: { value } }, figures);
      return [
        accuracy,
        target(
          'delay',
          sine1.delay,
          judged.flatMap((each) => each.delays),
        ),
        target('missed', 0, [judged.reduce((sum, each) => sum + each.missed, 0)]),
        target('false', 0, [judged.reduce((sum, each) => sum + each.false, 0)]),
      ];
    }),
  ];
}
