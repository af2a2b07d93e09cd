// Every kind of card, in the language asked for, of the fixtures.
import type { Card } from '../../../core/cards/card.ts';
import { cardFor } from '../../../core/cards/index.ts';
import { progressCard, type Work } from '../../../core/cards/progress.ts';
import type { Telling, Words } from '../../../core/cards/words/index.ts';
import type { RunState } from '../../../core/ports.ts';
import type { Step } from '../../../core/work.ts';
import { everyNews } from './every-news.ts';
import { logged, registered } from './fixtures.ts';
import { doneCards } from './gallery-done.ts';
import { driftCards } from './gallery-drift.ts';
import { peopleCards } from './gallery-people.ts';
import { quarantineCards } from './gallery-quarantine.ts';
import { noon } from './moments.ts';

const none: RunState = { status: 'none' };

export interface Shown extends Telling {
  /** What every fact goes through before it is shown: where a test puts in what somebody may have typed. */
  readonly said: <T>(facts: T) => T;
}

/** Cards by what they show. */
export function gallery(
  words: Words,
  said: Shown['said'] = (facts) => facts,
): Readonly<Record<string, Card>> {
  const asked: Shown = { words, at: noon, said };
  return {
    ...newsCards(asked),
    ...driftCards(asked),
    ...doneCards(asked),
    ...peopleCards(asked),
    ...quarantineCards(asked),
    ...stepCards(asked),
  };
}

function newsCards({ words, said }: Shown): Record<string, Card> {
  return Object.fromEntries(
    Object.entries(everyNews()).flatMap(([name, one]) => {
      const news = said(one);
      return [
        [`${name}, logged`, cardFor(news, said(logged), words)],
        [`${name}, registered`, cardFor(news, said(registered), words)],
        [`${name}, kept`, cardFor(news, { status: 'kept' }, words)],
        [`${name}, refused`, cardFor(news, { status: 'refused' }, words)],
        [`${name}, queued`, cardFor(news, { status: 'queued' }, words)],
        [name, cardFor(news, none, words)],
      ];
    }),
  );
}

const steps: Readonly<Record<Step['id'], Step>> = {
  'reading rows': { id: 'reading rows' },
  'reading labels': { id: 'reading labels' },
  'reading change': { id: 'reading change' },
  fitting: { id: 'fitting' },
  promoted: { id: 'promoted' },
  rejected: { id: 'rejected' },
  proposed: { id: 'proposed' },
  'taking reference': { id: 'taking reference', rows: 500 },
  training: { id: 'training', rows: 500 },
  judging: { id: 'judging', rows: 200 },
  joining: { id: 'joining', rows: 120 },
  waiting: { id: 'waiting', before: 2 },
  challenging: { id: 'challenging', window: 'since the change (260)' },
  challengers: { id: 'challengers', of: 5 },
  challenged: { id: 'challenged', window: 'half-life 1000', done: 2, of: 5 },
  checking: { id: 'checking', checks: 3, rows: 150 },
};
const works: Readonly<Record<Work, true>> = {
  checking: true,
  training: true,
  retraining: true,
  expecting: true,
};

function stepCards({ said, ...asked }: Shown): Record<string, Card> {
  const shown = said({ watch: 'demo', share: 0.5 });
  return Object.fromEntries([
    ...Object.values(steps).map((step) => [
      `step ${step.id}`,
      progressCard({ ...shown, work: 'retraining', step: said(step) }, asked),
    ]),
    ...Object.keys(works).map((work) => [
      `work ${work}`,
      progressCard({ ...shown, work: work as Work, step: steps.fitting }, asked),
    ]),
  ]);
}
