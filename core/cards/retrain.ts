// What a retraining came to: the challenger promoted, or kept out with its reason. Pure.
import type { RunState } from '../ports.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { across, bareCard, beside, type Card, type Field } from './card.ts';
import { because } from './drift-parts.ts';
import { duration } from './numbers.ts';
import { accuracyChange, candidatesBlock, judgedField, lossField, triggerWords } from './retrain-parts.ts';
import { runField, runLinks } from './run-parts.ts';

export function retrainCard(outcome: RetrainOutcome, run: RunState): Card {
  const { trial, watch, endedAt, startedAt } = outcome;
  return {
    ...bareCard,
    ...headline(outcome),
    fields: [
      accuracyChange(outcome),
      judgedField(trial),
      lossField(trial),
      beside('Trigger', triggerWords(outcome.trigger, outcome.by)),
      beside('Duration', duration(endedAt - startedAt)),
      ...runField(run),
      ...undoField(outcome),
    ],
    blocks: candidatesBlock(outcome),
    links: runLinks(run),
    footer: `${watch} · holdout ${trial.holdoutRows} rows`,
    at: endedAt,
  };
}

function headline({ result, watch, championBefore, version, trial }: RetrainOutcome) {
  const why = because(trial.reason);
  if (result === 'promoted') {
    const change = version === null ? `v${championBefore}` : `v${championBefore} -> v${version}`;
    return {
      tone: 'good',
      title: `✅ Retrained ${watch} ${change}`,
      summary: [{ strong: 'The challenger now serves.' }, ...why],
    } as const;
  }
  return {
    tone: 'warn',
    title: `⚠️ Challenger kept out - ${watch} stays at v${championBefore}`,
    summary: [{ strong: 'The champion keeps serving.' }, ...why],
  } as const;
}

function undoField({ result, watch }: RetrainOutcome): Field[] {
  return result === 'promoted'
    ? [across('What you can do', 'undo it with ', { code: `/rollback watch:${watch}` })]
    : [];
}
