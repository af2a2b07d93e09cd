import { describe, expect, it } from 'vitest';
import { backlogCard } from '../../../core/cards/backlog.ts';
import type { Card } from '../../../core/cards/card.ts';
import { driftCard } from '../../../core/cards/drift.ts';
import { failureCard } from '../../../core/cards/failure.ts';
import { cardFor } from '../../../core/cards/index.ts';
import { jobsCard } from '../../../core/cards/jobs.ts';
import { labelCard } from '../../../core/cards/label.ts';
import { predictionCard } from '../../../core/cards/prediction.ts';
import { progressCard } from '../../../core/cards/progress.ts';
import { retrainCard } from '../../../core/cards/retrain.ts';
import { simulateCard } from '../../../core/cards/simulate.ts';
import { AppError } from '../../../core/errors.ts';
import type { News } from '../../../core/news.ts';
import {
  answered,
  firing,
  incidentNews,
  logged,
  noDrift,
  smallDrift,
  tooFewRows,
  unproven,
} from './fixtures.ts';
import { trendPoint } from './measured.ts';
import { minute, noon } from './moments.ts';
import { promoted, rejected } from './outcomes.ts';
import { prospect } from './prospects.ts';
import { asked, en, everyWord, fieldOf, words } from './words.ts';

const base = { key: 'k', watch: 'demo', at: noon, thread: 't', revision: 1, channel: null };
const prediction = {
  watch: 'demo',
  version: 3,
  predictions: [{ id: 'p-1', label: 'yes', probabilities: { no: 0.127, yes: 0.873 } }],
  stored: true,
};

describe('the retrain card', () => {
  it('shows accuracy before and after, how it was judged, and the tournament', () => {
    const card = retrainCard(promoted, logged, en);
    expect([card.title, card.tone]).toEqual(['✅ Retrained demo v7 -> v8', 'good']);
    expect(fieldOf(card, 'Accuracy before -> after')).toBe(
      '0.874 -> 0.931 (+5.7 points)\nsame 300 holdout rows',
    );
    expect(fieldOf(card, 'Probabilities')).toBe('log-loss 0.340 -> 0.201\nAUC 0.921 -> 0.961');
    expect(fieldOf(card, 'Duration')).toBe('4 s');
    expect(card.blocks[0]?.lines).toEqual([
      '   window     rows    C    accuracy  log-loss  p',
      '●  last 500   500     1    0.931     0.201     0.003',
      '   last 2000  2,000   0.1  0.901     0.260     0.042',
      '   all        12,345  -    0.882     0.302     -',
    ]);
    expect(card.links[0]?.text).toBe('MLflow run 8f3a21bc');
  });

  it('says who asked and that the champion stays when the challenger is kept out', () => {
    const card = retrainCard(rejected, { status: 'none' }, en);
    expect([card.title, card.tone]).toEqual(['⚠️ Challenger kept out - demo stays at v7', 'warn']);
    expect(fieldOf(card, 'Trigger')).toBe('asked for by ada');
    expect(everyWord(card)).not.toContain('MLflow');
    expect(fieldOf(card, 'What you can do')).toBe(
      'the challenger is kept as v8: let it serve with /promote watch:demo version:8',
    );
  });
});

describe('cards of what was done', () => {
  it('offers no label for a row that was not kept', () => {
    const card = predictionCard({ ...prediction, stored: false }, asked);
    expect(fieldOf(card, 'Prediction id')).toBe('p-1');
  });

  it('tells a backlog by one card', () => {
    const backlog = {
      since: noon,
      from: noon,
      until: noon,
      checks: 8_232,
      rows: 8_232,
      alarms: 45,
      promotions: 44,
      rejections: 9,
      revision: 2,
    };
    const card = backlogCard(
      {
        watch: 'demo',
        backlog,
        done: true,
        champion: 45,
        elsewhere: false,
        at: noon,
      },
      en,
    );
    expect(card.title).toBe('📚 Caught up - demo');
    expect(words(card.summary)).toContain('8,232 rows in 8,232 checks');
    expect(fieldOf(card, 'Challengers')).toBe('44 promoted, 9 kept out');
    expect(
      backlogCard({ watch: 'demo', backlog, done: false, champion: 45, elsewhere: false, at: noon }, en)
        .title,
    ).toBe('⏳ Catching up - demo');
  });

  it('shows a prediction with its probabilities and how to label it later', () => {
    const card = predictionCard(prediction, asked);
    expect(words(card.summary)).toBe('The model says yes.');
    expect(card.blocks[0]?.lines).toEqual(['yes  █████████░  87.3 %', 'no   █░░░░░░░░░  12.7 %']);
    expect(fieldOf(card, 'Prediction id')).toBe('p-1\ntell the true outcome later: /label id:p-1 label:...');
  });

  it('names labels that found no prediction', () => {
    expect(labelCard({ watch: 'demo', stored: 1, unknown: [] }, { words: en, at: noon }).title).toBe(
      '✅ 1 label stored - demo',
    );
    const card = labelCard({ watch: 'demo', stored: 0, unknown: ['p-9'] }, { words: en, at: noon });
    expect([card.title, card.tone]).toEqual(['⚠️ No label stored - demo', 'warn']);
    expect(fieldOf(card, 'Not stored')).toBe('p-9: no prediction has this id');
  });

  it('marks a simulation as one', () => {
    const card = simulateCard({ watch: 'demo', scenario: 'covariate', strength: 1.5, from: noon }, asked);
    expect(card.title).toBe('🧪 Simulation: covariate drift - demo');
    expect(fieldOf(card, 'Strength')).toBe('1.50');
    const ended = simulateCard({ watch: 'demo', scenario: 'none', strength: 1, from: noon }, asked);
    expect(ended.title).toBe('✅ Simulation ended - demo');
  });

  it('draws progress', () => {
    const at = (share: number) =>
      words(
        progressCard({ work: 'retraining', watch: 'demo', step: { id: 'judging', rows: 200 }, share }, asked)
          .summary,
      );
    expect(at(0.6)).toBe('▰▰▰▰▰▰▱▱▱▱ 60 % judging on 200 holdout rows');
    expect(at(Number.NaN)).toBe('▱▱▱▱▱▱▱▱▱▱ 0 % judging on 200 holdout rows');
  });

  it('lists jobs and puts failures into words', () => {
    const job = {
      name: 'patrol demo',
      lastRunAt: noon,
      nextRunAt: noon + minute,
      running: false,
      failure: null,
    };
    const card = jobsCard(
      [job, { ...job, name: 'track', lastRunAt: null, nextRunAt: null, failure: 'no answer' }],
      asked,
    );
    expect([card.title, card.tone]).toEqual(['🗓️ 2 jobs, 1 failed last time', 'warn']);
    expect(fieldOf(card, 'patrol demo')).toBe(`last run @${noon}, next @${noon + minute}`);
    expect(fieldOf(card, 'track')).toBe('has not run yet\nfailed: no answer');
    expect(jobsCard([], asked).title).toBe('🗓️ 0 jobs');
  });
});

describe('a failure', () => {
  it('says what happened, what to do, and its code', () => {
    const card = failureCard(new AppError('no_champion', 'demo has no model yet'), { words: en, at: noon });
    expect(card.tone).toBe('bad');
    expect(words(card.summary)).toBe('demo has no model yet');
    expect(fieldOf(card, 'What to do')).toBe('Train the first model with /train.');
    expect(card.footer).toBe('error code: no_champion');
    expect(fieldOf(card, 'Faults')).toBeUndefined();
  });

  it('lists several faults, and how many more there are', () => {
    const faults = Array.from({ length: 10 }, (_, at) => ({ path: `rows.${at}`, message: 'is empty' }));
    const card = failureCard(new AppError('invalid_input', 'rows are wrong', { faults }), {
      words: en,
      at: noon,
    });
    const lines = fieldOf(card, 'Faults')?.split('\n') ?? [];
    expect([lines[0], lines.at(-1), lines.length]).toEqual(['rows.0: is empty', 'and 2 more', 9]);
  });
});

describe('every card', () => {
  const here = { elsewhere: false, rows: 300, prospect };
  const news: News[] = [
    incidentNews(firing),
    incidentNews({ ...firing, phase: 'retraining' }),
    incidentNews({ ...firing, phase: 'rejected', retrain: rejected, rejections: 3, retryAt: noon }),
    incidentNews(answered),
    incidentNews({ ...answered, resolution: 'quiet', retrain: null }, false),
    incidentNews({ ...answered, resolution: 'rolled_back' }),
    { ...base, kind: 'retrained', outcome: promoted },
    { ...base, kind: 'retrained', outcome: { ...rejected, candidates: [], intent: null } },
    { ...base, kind: 'trained', version: 1, baseline: promoted.trial.champion, intent: null, ...here },
    { ...base, kind: 'rolled_back', from: 8, to: 7, by: 'ada' },
    { ...base, kind: 'failed', operation: 'patrol', code: 'bad_data', message: 'm', remedy: 'r' },
    ...[noDrift, unproven, tooFewRows, smallDrift].map((report) => ({
      ...base,
      kind: 'checked' as const,
      report,
    })),
  ];
  const cards: Card[] = [
    ...news.flatMap((each) => [cardFor(each, logged, en), cardFor(each, { status: 'queued' }, en)]),
    driftCard(
      {
        watch: 'demo',
        elsewhere: false,
        state: 'ALARM',
        report: smallDrift,
        incident: firing,
        ledger: { falseAlarmsPerWeek: 1, week: 1, days90: 3, expected: 1 },
        prospect,
        trend: [trendPoint(noon, { score: null })],
        timezone: 'UTC',
      },
      null,
      asked,
    ),
    predictionCard({ ...prediction, predictions: [] }, asked),
  ];

  it('never shows a value that is none', () => {
    for (const card of cards) expect(everyWord(card)).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  });

  it('talks like a tool: no exclamation marks', () => {
    for (const card of cards) expect(everyWord(card)).not.toContain('!');
  });

  it('has a title that works without its colour and symbol, and at most 25 fields with something in them', () => {
    for (const card of cards) {
      expect(card.title).toMatch(/[a-z]{3}/);
      expect(card.fields.length).toBeLessThanOrEqual(25);
      for (const field of card.fields) expect(words(field.value).trim()).not.toBe('');
    }
  });
});
