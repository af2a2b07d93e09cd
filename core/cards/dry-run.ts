// What a retraining would have come to. Pure.
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { across, bareCard, beside, type Card } from './card.ts';
import { trialReason } from './reasons.ts';
import type { Telling } from './words/index.ts';

export function dryRunCard({ watch, result, trial }: RetrainOutcome, { words, at }: Telling): Card {
  const { dryRun } = words;
  const { champion, challenger, holdoutRows } = trial;
  const button = { kind: 'button', look: 'main', label: dryRun.really } as const;
  return {
    ...bareCard,
    tone: 'plain',
    title: dryRun.title(result === 'promoted', watch),
    summary: [dryRun.nothing],
    fields: [
      beside(
        dryRun.accuracy,
        ...dryRun.change(champion.accuracy, challenger.accuracy),
        `\n${dryRun.rows(holdoutRows)}`,
      ),
      across(dryRun.gate, trialReason(trial, words)),
    ],
    actions: [{ ...button, command: 'retrain', args: { watch } }],
    footer: watch,
    at,
  };
}
