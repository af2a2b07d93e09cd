// The first champion of a watch, or one trained by force. Pure.
import type { Quality } from '../model.ts';
import type { RunState } from '../ports.ts';
import { bareCard, beside, type Card, type Field } from './card.ts';
import { counted, metric } from './numbers.ts';
import { runField, runLinks } from './run-parts.ts';

interface Trained {
  readonly watch: string;
  readonly version: number;
  readonly baseline: Quality;
  readonly at: number;
}

export function trainedCard({ watch, version, baseline, at }: Trained, run: RunState): Card {
  const auc: Field[] = baseline.auc === null ? [] : [beside('AUC', { code: metric(baseline.auc) })];
  return {
    ...bareCard,
    tone: 'good',
    title: `✅ Trained ${watch} v${version}`,
    summary: ['This version now serves, and later windows are held against its accuracy.'],
    fields: [
      beside('Baseline accuracy', { code: metric(baseline.accuracy) }),
      beside('Log-loss', { code: metric(baseline.logLoss) }),
      ...auc,
      beside('Measured on', counted(baseline.rows, 'row')),
      ...runField(run),
    ],
    links: runLinks(run),
    footer: `${watch} · v${version}`,
    at,
  };
}
