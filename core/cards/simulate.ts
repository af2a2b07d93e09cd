// Drift put into the demonstration on command. Pure.
import type { SimulateResult } from '../ops/simulate-result.ts';
import { across, bareCard, beside, type Card, type Rich } from './card.ts';
import type { Telling } from './words/index.ts';

export function simulateCard(result: SimulateResult, { words, at }: Telling): Card {
  const { watch, scenario, strength, from } = result;
  const { simulate, numbers, shared } = words;
  const ended = scenario === 'none';
  const end: Rich = ended ? [] : simulate.end(`/simulate scenario:none watch:${watch}`);
  return {
    ...bareCard,
    tone: ended ? 'good' : 'warn',
    title: ended ? simulate.ended(watch) : simulate.begun(scenario, watch),
    summary: [simulate.effects[scenario] ?? simulate.changed],
    fields: [
      ...(ended ? [] : [beside(simulate.strength, { code: numbers.decimal(strength, 2) })]),
      beside(simulate.from, { time: from, style: 'full' }),
      across(shared.canDo, ...simulate.next(`/drift watch:${watch} run:now`), ...end),
    ],
    footer: `${watch} · ${simulate.mark}`,
    at,
  };
}
