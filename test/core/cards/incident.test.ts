import { describe, expect, it } from 'vitest';
import { cardFor } from '../../../core/cards/index.ts';
import type { Incident } from '../../../core/news.ts';
import type { RunState } from '../../../core/ports.ts';
import { answered, firing, incidentNews, largeDrift, logged, noDrift, smallDrift } from './fixtures.ts';
import { minute, noon } from './moments.ts';
import { rejected } from './outcomes.ts';
import { en, everyWord, fieldOf, words } from './words.ts';

const untracked: RunState = { status: 'none' };
const cardOf = (incident: Incident, run: RunState = untracked) => cardFor(incidentNews(incident), run, en);

const keptOut: Incident = {
  ...firing,
  phase: 'rejected',
  retrain: rejected,
  rejections: 1,
  retryAt: noon + 30 * minute,
  latest: { ...largeDrift, number: 120, score: 0.2811 },
};

describe('the card of an incident that fires', () => {
  const card = cardOf(firing);

  it('says drift, of what, how much and how sure', () => {
    expect(card.title).toBe('🚨 Drift detected - demo v3');
    expect(card.tone).toBe('bad');
    expect(words(card.summary)).toMatch(
      /^Drift is proven, and it is large\. Why: accuracy: 0\.912 -> 0\.781;/,
    );
    expect(fieldOf(card, 'Drift score')).toBe('0.31 (threshold 0.25)');
    expect(fieldOf(card, 'Evidence')).toBe('██████████ 100 % of an alarm');
    expect(fieldOf(card, 'Changed since')).toBe(`@${noon - 13 * minute}\n120 rows ago`);
    expect(fieldOf(card, 'Accuracy estimated')).toBe(
      '0.909 -> 0.881 ± 0.026\nfrom the scores of 500 rows\n3 % of the scores beyond what is calibrated',
    );
  });

  it('shows accuracy before and now with the rows behind it', () => {
    expect(fieldOf(card, 'Accuracy before -> now')).toBe('0.912 -> 0.781 (-13.1 points)\n214 labelled rows');
    expect(fieldOf(card, 'Window')).toBe('500 rows, 50 new\nagainst 2,000 of reference');
  });

  it('lists the features that moved, the proven ones first', () => {
    expect(card.blocks).toEqual([
      {
        name: 'Evidence comes from',
        lines: [' 71 %  accuracy      0.912 -> 0.781', ' 26 %  basket_value  mean 41.20 -> 67.85'],
      },
      {
        name: 'What moved (5 features, 2 in evidence ●)',
        lines: [
          '●  basket_value  █████░░░  0.62  mean 41.20 -> 67.85',
          '●  region        ██░░░░░░  0.31  north 31 % -> 52 %',
          '   prediction    ██░░░░░░  0.20  yes 24 % -> 41 %',
          '   age           █░░░░░░░  0.11  mean 38.10 -> 39.92',
        ],
      },
    ]);
  });

  it('names the incident and the commands that answer it', () => {
    expect(card.footer).toBe('incident #4 · demo · check 118');
    expect(fieldOf(card, 'What you can do')).toContain('/retrain watch:demo');
  });

  it('says nothing of MLflow before anything was trained', () => {
    expect(everyWord(cardOf(firing, { status: 'queued' }))).not.toContain('MLflow');
  });

  it('warns rather than alarms when the drift is real but small', () => {
    const small = cardOf({ ...firing, opened: smallDrift, latest: smallDrift });
    expect(small.tone).toBe('warn');
    expect(words(small.summary)).toContain('proven, but small: real, and below the threshold');
    expect(fieldOf(small, 'Accuracy')).toBe('no labels yet, before 0.912');
  });

  it('says so when no labels arrive for the watch', () => {
    const unlabelled = { ...largeDrift, performance: null };
    const news = incidentNews({ ...firing, opened: unlabelled, latest: unlabelled }, false);
    const blind = cardFor(news, untracked, en);
    expect(fieldOf(blind, 'Accuracy')).toBe('no labels arrive for this watch');
    expect(fieldOf(blind, 'What you can do')).toContain('retraining waits for them');
    expect(everyWord(blind)).not.toContain('/retrain');
  });

  it('names values that could not be read', () => {
    const faults = [
      { path: '17.age', message: '"n/a" is not a number' },
      { path: '18.age', message: '"n/a" is not a number' },
    ];
    const faulty = cardOf({ ...firing, latest: { ...largeDrift, faults } });
    expect(fieldOf(faulty, 'Data quality')).toBe(
      '2 values could not be read, first 17.age: "n/a" is not a number',
    );
  });
});

describe('the card of an incident as it goes on', () => {
  it('says retraining while a challenger is trained', () => {
    const card = cardOf({ ...firing, phase: 'retraining' });
    expect([card.title, card.tone]).toEqual(['🔄 Retraining - demo v3', 'busy']);
  });

  it('tells why a challenger was kept out and when the next one comes', () => {
    const card = cardOf(keptOut, { status: 'queued' });
    expect(card.title).toBe('⚠️ Challenger kept out, drift goes on - demo v3');
    expect(words(card.summary)).toContain('The champion keeps serving. Why: the challenger is not better');
    expect(fieldOf(card, 'Drift score')).toBe('0.31 at the alarm, 0.28 now\n(threshold 0.25)');
    expect(fieldOf(card, 'Accuracy champion -> challenger')).toBe(
      '0.874 -> 0.872 (-0.2 points)\nsame 300 holdout rows',
    );
    expect(fieldOf(card, 'Judged by')).toBe(
      'only challenger right: 13\nonly champion right: 14\np 0.65, needs at most 0.050',
    );
    expect(fieldOf(card, 'Timeline')).toContain(
      `next automatic retraining not before @${noon + 30 * minute}`,
    );
    expect(fieldOf(card, 'MLflow run')).toBe('queued');
  });

  it('asks a human after three rejections in a row', () => {
    expect(everyWord(cardOf(keptOut))).not.toContain('may no longer explain');
    expect(everyWord(cardOf({ ...keptOut, rejections: 3 }))).toContain(
      '3 challengers in a row failed: the features may no longer explain the label',
    );
  });

  it('closes with the accuracy before and after retraining and the run', () => {
    const card = cardOf(answered, logged);
    expect([card.title, card.tone]).toEqual(['✅ Retrained v7 -> v8, drift answered - demo', 'good']);
    expect(fieldOf(card, 'Accuracy before -> after')).toBe(
      '0.874 -> 0.931 (+5.7 points)\nsame 300 holdout rows',
    );
    expect(fieldOf(card, 'Drift score')).toBe('0.31 at the alarm, 0.03 now\n(threshold 0.25)');
    expect(fieldOf(card, 'What you can do')).toBe('undo it with /rollback watch:demo');
    expect(card.links).toEqual([
      { text: 'MLflow run 8f3a21bc', url: expect.stringContaining('8f3a21bc77de') },
    ]);
    // What moved is what opened the incident, not the quiet check that closed it.
    expect(card.blocks[1]?.lines[0]).toContain('basket_value');
  });

  it('shows the run id where no browser address is known', () => {
    const card = cardOf(answered, { status: 'logged', run: { runId: '8f3a21bc77de', url: null } });
    expect(fieldOf(card, 'MLflow run')).toBe('8f3a21bc77de');
    expect(card.links).toEqual([]);
  });

  it('tells a drift that went away from one that was rolled back', () => {
    const quiet: Incident = {
      ...answered,
      resolution: 'quiet',
      retrain: null,
      latest: { ...noDrift, number: 150 },
    };
    expect(cardOf(quiet).title).toBe('✅ Drift is over - demo v3');
    expect(cardOf({ ...quiet, resolution: 'rolled_back' }).title).toBe(
      '✅ Rolled back, incident closed - demo',
    );
  });
});
