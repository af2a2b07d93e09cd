// Drift put into the demonstration on command. Pure.
import type { SimulateResult } from '../ops/results.ts';
import { across, bareCard, beside, type Card } from './card.ts';
import { decimal } from './numbers.ts';

/** What each scenario does to the rows, in plain words. */
const effects: Readonly<Record<string, string>> = {
  covariate: 'The features of new rows are shifted; what they mean stays the same.',
  concept: 'The features stay as they are; what they mean for the label turns.',
};

export function simulateCard({ watch, scenario, strength, from }: SimulateResult, at: number): Card {
  const ended = scenario === 'none';
  return {
    ...bareCard,
    tone: ended ? 'good' : 'warn',
    title: ended ? `✅ Simulation ended - ${watch}` : `🧪 Simulation: ${scenario} drift - ${watch}`,
    summary: [ended ? 'New rows are as they were before.' : (effects[scenario] ?? 'New rows are changed.')],
    fields: [
      ...(ended ? [] : [beside('Strength', { code: decimal(strength, 2) })]),
      beside('From', { time: from, style: 'full' }),
      across(
        'What you can do',
        'see whether it is found with ',
        { code: `/drift watch:${watch} run:now` },
        ...endHint(ended, watch),
      ),
    ],
    footer: `${watch} · SIMULATION`,
    at,
  };
}

function endHint(ended: boolean, watch: string) {
  return ended ? [] : (['; end it with ', { code: `/simulate scenario:none watch:${watch}` }] as const);
}
