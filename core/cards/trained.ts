// The first champion of a watch, or one trained by force; where the model is served elsewhere, a reference. Pure.
import type { Prospect } from '../drift.ts';
import type { Quality } from '../model.ts';
import type { RunState } from '../ports.ts';
import { across, bareCard, beside, type Card, type Field } from './card.ts';
import { monitorField } from './monitor-parts.ts';
import { runField, runLinks } from './run-parts.ts';
import type { Words } from './words/index.ts';

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

export function trainedCard(trained: Trained, run: RunState, words: Words): Card {
  const { watch, version, baseline, at } = trained;
  return {
    ...bareCard,
    tone: 'good',
    ...headline(trained, words),
    fields: [
      ...qualityFields(baseline, words),
      ...runField(run, words),
      ...monitorField(trained.prospect, words),
    ],
    links: runLinks(run, words),
    footer: `${watch} · v${version}`,
    at,
  };
}

function headline(
  { watch, version, elsewhere, rows, trigger }: Trained,
  { trained }: Words,
): Pick<Card, 'title' | 'summary'> {
  if (trigger === 'learning')
    return { title: trained.learned(watch, version), summary: [trained.knows(rows)] };
  if (elsewhere) return { title: trained.taken(watch, version), summary: [trained.elsewhere(rows)] };
  return { title: trained.title(watch, version), summary: [trained.serves] };
}

function qualityFields(baseline: Quality | null, { trained, numbers, shared }: Words): Field[] {
  if (baseline === null) return [across(trained.baseline, trained.noBaseline)];
  const { accuracy, logLoss, auc, rows } = baseline;
  return [
    beside(trained.baseline, { code: numbers.metric(accuracy) }),
    ...(logLoss === null ? [] : [beside(trained.logLoss, { code: numbers.metric(logLoss) })]),
    ...(auc === null ? [] : [beside('AUC', { code: numbers.metric(auc) })]),
    beside(trained.measuredOn, shared.rows(rows)),
  ];
}
