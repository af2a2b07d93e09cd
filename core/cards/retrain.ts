// What a retraining came to: the challenger promoted, or kept out with its reason. Pure.
import type { RunState } from '../ports.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { approvalField, approvalStep } from './approval.ts';
import { across, bareCard, beside, type Card, type Field } from './card.ts';
import { because, trialReason } from './reasons.ts';
import { accuracyChange, candidatesBlock, judgedField, lossField } from './retrain-parts.ts';
import { runField, runLinks } from './run-parts.ts';
import type { Words } from './words/index.ts';

export function retrainCard(outcome: RetrainOutcome, run: RunState, words: Words): Card {
  const { trial, watch, endedAt, startedAt } = outcome;
  const { retrain, numbers } = words;
  return {
    ...bareCard,
    ...headline(outcome, words),
    fields: [
      accuracyChange(outcome, words),
      judgedField(trial, words),
      lossField(trial, words),
      beside(retrain.trigger, retrain.triggers[outcome.trigger](outcome.by)),
      beside(retrain.duration, numbers.duration(endedAt - startedAt)),
      ...runField(run, words),
      ...nextField(outcome, words),
    ],
    blocks: candidatesBlock(outcome, words),
    links: runLinks(run, words),
    footer: retrain.footer(watch, trial.holdoutRows),
    at: endedAt,
  };
}

function headline(outcome: RetrainOutcome, words: Words): Pick<Card, 'tone' | 'title' | 'summary'> {
  const { result, watch, championBefore, version, kept, trial } = outcome;
  const { retrain, shared } = words;
  const why = because(trialReason(trial, words), words);
  if (result === 'promoted') {
    const change = version === null ? `v${championBefore}` : `v${championBefore} -> v${version}`;
    return {
      tone: 'good',
      title: retrain.promoted(watch, change),
      summary: [
        { strong: shared.serves },
        ...why,
        ...(outcome.probation === true ? [words.probation.serves] : []),
      ],
    };
  }
  if (result === 'proposed') {
    const { approval } = words;
    const title = approval.title(watch, championBefore, kept ?? 0);
    return { tone: 'warn', title, summary: [{ strong: approval.waits }, ...why] };
  }
  return {
    tone: 'warn',
    title: retrain.rejected(watch, championBefore),
    summary: [{ strong: shared.keeps }, ...why],
  };
}

function nextField(outcome: RetrainOutcome, words: Words): Field[] {
  const { result, watch, kept } = outcome;
  const { shared, retrain } = words;
  if (result === 'proposed')
    return [approvalField(outcome, words), across(shared.canDo, ...approvalStep(outcome, words))];
  if (result === 'promoted') return [across(shared.canDo, ...shared.undo(`/rollback watch:${watch}`))];
  if (kept === undefined) return [];
  return [across(shared.canDo, ...retrain.kept(kept, `/promote watch:${watch} version:${kept}`))];
}
