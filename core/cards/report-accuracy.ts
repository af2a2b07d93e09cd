// Accuracy before, estimated and measured, side by side. Pure.
import type { AccuracyStory } from '../drift.ts';
import { beside, type Field } from './card.ts';
import { counted, metric, percent, points } from './numbers.ts';

/** Three fields where all is known, one that says what is missing where nothing is. */
export function accuracyFields({ before, estimated, measured }: AccuracyStory): Field[] {
  if (before === null && estimated === null && measured === null) {
    return [beside('Accuracy', 'unknown: no labels yet')];
  }
  return [...beforeField(before), estimatedField(estimated), measuredField(measured, before)];
}

function beforeField(before: AccuracyStory['before']): Field[] {
  if (before === null) return [];
  return [
    beside('Accuracy before', { code: metric(before.accuracy) }, `\non ${counted(before.rows, 'row')}`),
  ];
}

function estimatedField(estimated: AccuracyStory['estimated']): Field {
  if (estimated === null) return beside('Accuracy now, estimated', 'too few labels to calibrate');
  const { accuracy, standardDeviation, outside } = estimated;
  const unlike = outside === 0 ? '' : `\n${percent(outside)} of rows score like none before`;
  return beside(
    'Accuracy now, estimated',
    { code: metric(accuracy) },
    ` ± ${metric(standardDeviation)}`,
    '\nif labels mean what they did',
    unlike,
  );
}

function measuredField(measured: AccuracyStory['measured'], before: AccuracyStory['before']): Field {
  if (measured === null) return beside('Accuracy now, measured', 'no labels yet');
  const [low, high] = measured.interval;
  const moved = before === null ? '' : ` (${points(measured.accuracy - before.accuracy)})`;
  return beside(
    'Accuracy now, measured',
    { code: metric(measured.accuracy) },
    moved,
    `\n${metric(low)} to ${metric(high)}, ${counted(measured.rows, 'labelled row')}`,
  );
}
