// What a retraining would have come to. Pure.
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { across, bareCard, button, type Card } from './card.ts';
import { trialReason } from './reasons.ts';
import { accuraciesField } from './retrain-parts.ts';
import type { Telling } from './words/index.ts';

export function dryRunCard({ watch, result, trial }: RetrainOutcome, { words, at }: Telling): Card {
  const { approval, dryRun, actions, retrain } = words;
  return {
    ...bareCard,
    tone: 'plain',
    title: result === 'proposed' ? approval.dryRun(watch) : dryRun.title(result === 'promoted', watch),
    summary: [dryRun.nothing],
    fields: [
      accuraciesField(retrain.championChallenger, trial, words),
      across(dryRun.gate, trialReason(trial, words)),
    ],
    actions: [button('main', actions.retrain, { command: 'retrain', args: { watch } })],
    footer: watch,
    at,
  };
}
