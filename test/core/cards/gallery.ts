// Every kind of card, in the language asked for, of the fixtures.
import type { Card } from '../../../core/cards/card.ts';
import { driftCard } from '../../../core/cards/drift.ts';
import { expectedCard } from '../../../core/cards/expected.ts';
import { cardFor } from '../../../core/cards/index.ts';
import { jobsCard } from '../../../core/cards/jobs.ts';
import { labelCard } from '../../../core/cards/label.ts';
import { predictionCard } from '../../../core/cards/prediction.ts';
import { progressCard, type Work } from '../../../core/cards/progress.ts';
import { fullReportCard } from '../../../core/cards/report.ts';
import { simulateCard } from '../../../core/cards/simulate.ts';
import { statusCard } from '../../../core/cards/status.ts';
import type { Telling, Words } from '../../../core/cards/words/index.ts';
import type { Step } from '../../../core/ops/operation.ts';
import type { DriftResult, PatrolResult } from '../../../core/ops/results.ts';
import type { RunState } from '../../../core/ports.ts';
import { everyNews } from './every-news.ts';
import { firing, largeDrift, logged, noDrift, smallDrift, tooFewRows, unproven } from './fixtures.ts';
import { moved } from './full-report.ts';
import { minute, noon } from './moments.ts';
import { promoted, rejected } from './outcomes.ts';
import { prospect } from './prospects.ts';
import { statusOf, watchOf } from './stati.ts';

const none: RunState = { status: 'none' };
const ledger = { falseAlarmsPerWeek: 1, week: 1, days90: 12, expected: 1 };

/** Cards by what they show. */
export function gallery(words: Words): Readonly<Record<string, Card>> {
  const asked: Telling = { words, at: noon };
  return { ...newsCards(words), ...driftCards(asked), ...doneCards(asked), ...stepCards(asked) };
}

function newsCards(words: Words): Record<string, Card> {
  return Object.fromEntries(
    Object.entries(everyNews()).flatMap(([name, news]) => [
      [`${name}, logged`, cardFor(news, logged, words)],
      [`${name}, queued`, cardFor(news, { status: 'queued' }, words)],
      [name, cardFor(news, none, words)],
    ]),
  );
}

function driftCards(asked: Telling): Record<string, Card> {
  const trend = [0.5, 0.25, null, 0.1, 0].map((score, at) => ({
    ...{ at: noon - at * minute, score, accuracy: score === null ? null : 0.8, estimate: 0.75 },
    ...{ version: at < 2 ? 3 : 2, verdict: noDrift.verdict },
  }));
  const found = {
    watch: 'demo',
    elsewhere: false,
    state: 'OK',
    incident: firing,
    ledger,
    trend,
    timezone: 'UTC',
  } as const;
  const result: DriftResult = { ...found, report: noDrift, prospect };
  const first: DriftResult = { ...result, report: null, incident: null, prospect: null };
  const checked = (facts: Partial<PatrolResult>): PatrolResult => ({
    ...{ watch: 'demo', checks: 2, rows: 50, report: noDrift, trained: false, waiting: null },
    ...{ retrain: null, repeated: false },
    ...facts,
  });
  const waiting = checked({ report: null, waiting: 'x1' });
  return {
    drift: driftCard(result, null, asked),
    driftChecked: driftCard(result, checked({ retrain: promoted }), asked),
    driftKept: driftCard(
      { ...result, incident: { ...firing, phase: 'rejected' } },
      checked({ retrain: rejected }),
      asked,
    ),
    driftNothingNew: driftCard(result, checked({ checks: 0, rows: 0 }), asked),
    driftFirst: driftCard(first, null, asked),
    driftFirstElsewhere: driftCard({ ...first, elsewhere: true }, null, asked),
    driftWaiting: driftCard(first, waiting, asked),
    driftWaitingElsewhere: driftCard({ ...first, elsewhere: true }, waiting, asked),
    report: fullReportCard(moved, asked.words),
    reportQuiet: fullReportCard(
      {
        ...moved,
        features: [],
        prediction: null,
        attribution: null,
        domain: moved.domain && { ...moved.domain, beyondChance: false },
        accuracy: { before: null, estimated: null, measured: null },
      },
      asked.words,
    ),
    reportTogether: fullReportCard(
      {
        ...moved,
        features: [],
        prediction: null,
        accuracy: { ...moved.accuracy, estimated: null, measured: null },
      },
      asked.words,
    ),
    reportFewRows: fullReportCard({ ...moved, domain: null }, asked.words),
  };
}

function doneCards(asked: Telling): Record<string, Card> {
  const said = { watch: 'demo', version: 3, stored: true };
  const predictions = [{ id: 'p-1', label: 'x1', probabilities: { x1: 0.8731, x2: 0.1269 } }];
  const simulated = { watch: 'demo', strength: 1.5, from: noon };
  const job = { name: 'x1', lastRunAt: noon, nextRunAt: noon, running: true, failure: null };
  const jobs = [job, { ...job, name: 'x2', lastRunAt: null, failure: 'x3' }];
  const expected = { watch: 'demo', incident: 4, version: 8, rows: 120, referenceRows: 12_120 };
  const words = asked.words;
  const seen = { state: 'ALARM', incident: firing, lastReport: largeDrift } as const;
  return {
    expected: expectedCard(expected, asked),
    label: labelCard({ watch: 'demo', stored: 2, unknown: [] }, asked),
    unlabelled: labelCard({ watch: 'demo', stored: 0, unknown: ['1', '2', '3', '4', '5', '6'] }, asked),
    prediction: predictionCard({ ...said, predictions }, asked),
    noPrediction: predictionCard({ ...said, predictions: [] }, asked),
    covariate: simulateCard({ ...simulated, scenario: 'covariate' }, asked),
    concept: simulateCard({ ...simulated, scenario: 'concept' }, asked),
    simulated: simulateCard({ ...simulated, scenario: 'none' }, asked),
    jobs: jobsCard(jobs, asked),
    noJobs: jobsCard([], asked),
    status: statusCard(statusOf([watchOf({})]), words),
    statusOpen: statusCard(
      statusOf([watchOf({ ...seen }), watchOf({ watch: 'x1', state: 'ACTING' })]),
      words,
    ),
    statusBusy: statusCard(statusOf([watchOf({ state: 'ACTING' })]), words),
    statusNew: statusCard(
      statusOf([watchOf({ champion: null, lastReport: null, state: 'LEARNING' })], { queued: 2 }),
      words,
    ),
    statusElsewhere: statusCard(
      statusOf([
        watchOf({ elsewhere: true, champion: null }),
        watchOf({ watch: 'x1', elsewhere: true, state: 'SUSPECTED', lastReport: tooFewRows }),
      ]),
      words,
    ),
    statusAway: statusCard(statusOf([watchOf({ lastReport: unproven })], { ok: false, dead: 2 }), words),
    statusLook: statusCard(
      statusOf(
        Array.from({ length: 18 }, () => watchOf({ lastReport: smallDrift })),
        { dead: 2 },
      ),
      words,
    ),
  };
}

const steps: Readonly<Record<Step['id'], Step>> = {
  'reading rows': { id: 'reading rows' },
  'reading labels': { id: 'reading labels' },
  'reading change': { id: 'reading change' },
  fitting: { id: 'fitting' },
  promoted: { id: 'promoted' },
  rejected: { id: 'rejected' },
  'taking reference': { id: 'taking reference', rows: 500 },
  training: { id: 'training', rows: 500 },
  judging: { id: 'judging', rows: 200 },
  joining: { id: 'joining', rows: 120 },
  challenging: { id: 'challenging', window: 'since the change (260)' },
  checking: { id: 'checking', checks: 3, rows: 150 },
};
const works: Readonly<Record<Work, true>> = {
  checking: true,
  training: true,
  retraining: true,
  expecting: true,
};

function stepCards(asked: Telling): Record<string, Card> {
  const shown = { watch: 'demo', share: 0.5 };
  return Object.fromEntries([
    ...Object.values(steps).map((step) => [
      `step ${step.id}`,
      progressCard({ ...shown, work: 'retraining', step }, asked),
    ]),
    ...Object.keys(works).map((work) => [
      `work ${work}`,
      progressCard({ ...shown, work: work as Work, step: steps.fitting }, asked),
    ]),
  ]);
}
