// The first champion of a watch, or one trained by force; where the model is served elsewhere, a reference. Pure.
import type { Prospect } from '../drift.ts';
import type { Quality } from '../model.ts';
import type { RunState } from '../ports.ts';
import { across, bareCard, beside, type Card, type Field } from './card.ts';
import { monitorField } from './monitor-parts.ts';
import { count, counted, metric } from './numbers.ts';
import { runField, runLinks } from './run-parts.ts';

interface Trained {
  /** Nothing was trained: its reference has grown, and now features may prove drift. */
  readonly trigger?: 'learning';
  readonly watch: string;
  readonly version: number;
  /** The model is served elsewhere: the version is a reference window of what it said. */
  readonly elsewhere: boolean;
  /** null = the reference has too few labels. */
  readonly baseline: Quality | null;
  /** Rows of the reference window. */
  readonly rows: number;
  /** null: in mode `seed`, or where nobody can say. */
  readonly prospect: Prospect | null;
  readonly at: number;
}

export function trainedCard(trained: Trained, run: RunState): Card {
  const { watch, version, baseline, at } = trained;
  return {
    ...bareCard,
    tone: 'good',
    ...headline(trained),
    fields: [
      ...(baseline === null ? [noBaseline] : qualityFields(baseline)),
      ...runField(run),
      ...monitorField(trained.prospect),
    ],
    links: runLinks(run),
    footer: `${watch} · v${version}`,
    at,
  };
}

function headline({ watch, version, elsewhere, rows, trigger }: Trained): Pick<Card, 'title' | 'summary'> {
  if (trigger === 'learning')
    return {
      title: `✅ Learning is over - ${watch} v${version}`,
      summary: [
        `The monitor now knows ${count(rows)} rows of this watch: changed features raise an alarm from here on. The model is the same.`,
      ],
    };
  if (elsewhere)
    return {
      title: `✅ Reference taken - ${watch} v${version}`,
      summary: [
        `The model is served elsewhere; later windows are held against what ${count(rows)} rows of it look like.`,
      ],
    };
  return {
    title: `✅ Trained ${watch} v${version}`,
    summary: ['This version now serves, and later windows are held against its accuracy.'],
  };
}

const noBaseline = across(
  'Baseline accuracy',
  'the reference has too few labels; features and predictions are checked, accuracy once labels are there',
);

function qualityFields({ accuracy, logLoss, auc, rows }: Quality): Field[] {
  return [
    beside('Baseline accuracy', { code: metric(accuracy) }),
    ...(logLoss === null ? [] : [beside('Log-loss', { code: metric(logLoss) })]),
    ...(auc === null ? [] : [beside('AUC', { code: metric(auc) })]),
    beside('Measured on', counted(rows, 'row')),
  ];
}
