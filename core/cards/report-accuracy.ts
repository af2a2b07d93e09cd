// Accuracy before, estimated and measured, side by side. Pure.
import type { AccuracyStory } from '../full-report.ts';
import { beside, type Field } from './card.ts';
import type { Words } from './words/index.ts';

/** Three fields where all is known, one that says what is missing where nothing is. */
export function accuracyFields({ before, estimated, measured }: AccuracyStory, words: Words): Field[] {
  if (before === null && estimated === null && measured === null) {
    return [beside(words.report.accuracy, words.report.noAccuracy)];
  }
  return [
    ...beforeField(before, words),
    estimatedField(estimated, words),
    measuredField(measured, before, words),
  ];
}

function beforeField(before: AccuracyStory['before'], { report, numbers }: Words): Field[] {
  if (before === null) return [];
  return [
    beside(report.before, { code: numbers.metric(before.accuracy) }, `\n${report.beforeOn(before.rows)}`),
  ];
}

function estimatedField(estimated: AccuracyStory['estimated'], { report, numbers }: Words): Field {
  if (estimated === null) return beside(report.estimated, report.uncalibrated);
  const { accuracy, standardDeviation, outside } = estimated;
  return beside(
    report.estimated,
    { code: numbers.metric(accuracy) },
    ` ± ${numbers.metric(standardDeviation)}`,
    `\n${report.asBefore}`,
    outside === 0 ? '' : `\n${report.unlike(numbers.percent(outside))}`,
  );
}

function measuredField(
  measured: AccuracyStory['measured'],
  before: AccuracyStory['before'],
  { report, numbers }: Words,
): Field {
  if (measured === null) return beside(report.measured, report.noLabels);
  const [low, high] = measured.interval;
  return beside(
    report.measured,
    { code: numbers.metric(measured.accuracy) },
    before === null ? '' : ` (${numbers.points(measured.accuracy - before.accuracy)})`,
    `\n${report.interval(numbers.metric(low), numbers.metric(high), measured.rows)}`,
  );
}
