import { describe, expect, it } from 'vitest';
import { toEmbed } from '../../../bot/embed.ts';
import { fullReportCard } from '../../../core/cards/report.ts';
import type { FullReport } from '../../../core/full-report.ts';
import { column, moved } from './full-report.ts';
import { minute, noon } from './moments.ts';
import { en, everyWord, fieldOf, words } from './words.ts';

const quiet: FullReport = {
  ...moved,
  rowsUntil: null,
  features: [column('age', {}), column('visits', { adjustedP: null, effect: null, jensenShannon: null })],
  prediction: null,
  domain: { auc: 0.51, band: [0.463, 0.537], beyondChance: false, score: 0.02, leansOn: [] },
  attribution: null,
  accuracy: { before: null, estimated: null, measured: null },
};

describe('the full report', () => {
  it('says how much moved, and that it decides nothing', () => {
    const card = fullReportCard(moved, en);
    expect([card.title, card.tone]).toEqual(['🔎 Full report: 3 columns moved - demo v3', 'warn']);
    expect(words(card.summary)).toBe(
      '3 columns of 4 moved by more than chance explains. One look at the window: it raises no alarm and ends none.',
    );
    expect(fieldOf(card, 'Window')).toBe('500 rows\nagainst 20,000 of reference');
    expect(fieldOf(card, 'Rows until')).toBe(`@${noon - minute}`);
  });

  it('lists what most surely moved first, the prediction among the features', () => {
    const [proofs, distances] = fullReportCard(moved, en).blocks;
    expect(proofs?.lines).toEqual([
      '   column        effect  p        before -> now',
      '●  basket_value  0.62    9.3e-21  mean 41.20 -> 67.85',
      '●  region        0.31    2.4e-8   north 31 % -> 52 %',
      '●  prediction    0.20    4.0e-4   0.00 -> 0.02',
      '   age           0.00    0.52     0.00 -> 0.02',
    ]);
    expect(distances?.lines.slice(0, 3)).toEqual([
      'column        JS (chance)  PSI   KS    W1/sd (chance)  bulk',
      'basket_value  0.64 (0.06)  2.10  0.48  1.31 (0.05)     1.20',
      'region        0.04 (0.06)  0.02  -     -               -',
    ]);
  });

  it('tells of all features together in a sentence', () => {
    expect(fieldOf(fullReportCard(moved, en), 'All features together')).toBe(
      'A classifier tells the window from the reference: AUC 0.71, by chance 0.46 to 0.54. It leans on basket_value 40.0 %, region 30.0 %, age 20.0 %.',
    );
    expect(fieldOf(fullReportCard(quiet, en), 'All features together')).toBe(
      'A classifier cannot tell the window from the reference: AUC 0.51, by chance 0.46 to 0.54.',
    );
    expect(fieldOf(fullReportCard({ ...quiet, domain: null }, en), 'All features together')).toContain(
      'too few rows',
    );
  });

  it('says what moved the predictions, where the model can tell', () => {
    expect(fieldOf(fullReportCard(moved, en), 'What moved the predictions')).toBe(
      'Log-odds of yes +0.42: basket_value +0.40, region -0.05, age 0.00.',
    );
    expect(fieldOf(fullReportCard(quiet, en), 'What moved the predictions')).toBeUndefined();
  });

  it('has accuracy before, estimated and measured side by side', () => {
    const card = fullReportCard(moved, en);
    expect(fieldOf(card, 'Accuracy before')).toBe('0.874\non 1,000 rows');
    expect(fieldOf(card, 'Accuracy now, estimated')).toBe(
      '0.851 ± 0.016\nif labels mean what they did\n6.2 % of rows score like none before',
    );
    expect(fieldOf(card, 'Accuracy now, measured')).toBe(
      '0.790 (-8.4 points)\n0.728 to 0.841, 200 labelled rows',
    );
  });

  it('says what is missing instead of a number', () => {
    expect(fieldOf(fullReportCard(quiet, en), 'Accuracy')).toBe('unknown: no labels yet');
    const accuracy = { ...moved.accuracy, measured: null };
    const card = fullReportCard({ ...moved, accuracy }, en);
    expect(fieldOf(card, 'Accuracy now, measured')).toBe('no labels yet');
    const uncalibrated = fullReportCard({ ...moved, accuracy: { ...accuracy, estimated: null } }, en);
    expect(fieldOf(uncalibrated, 'Accuracy now, estimated')).toBe('too few labels to calibrate');
  });

  it('says so when only a look at all features together sees a change', () => {
    const card = fullReportCard({ ...quiet, domain: moved.domain }, en);
    expect([card.title, card.tone]).toEqual(['🔎 Full report: no column alone moved - demo v3', 'warn']);
    expect(words(card.summary)).toContain('but all of them together did.');
  });

  it('of a quiet window is good news, with a gap where there were too few values', () => {
    const card = fullReportCard(quiet, en);
    expect([card.title, card.tone]).toEqual(['🔎 Full report: nothing moved - demo v3', 'good']);
    expect(words(card.summary)).toContain('No column moved by more than chance explains.');
    expect(card.blocks[0]?.lines[2]).toBe('   visits  few     -     0.00 -> 0.02');
    expect(card.blocks[1]?.lines.join()).not.toContain('visits');
  });

  it('shows at most fifteen columns and counts the rest, within what Discord takes', () => {
    const long = 'x'.repeat(80);
    const features = Array.from({ length: 40 }, (_, at) =>
      column(`${at}${long}`, { before: `${long} 31 %`, after: `${long} 52 %`, adjustedP: 1e-150 }),
    );
    const card = fullReportCard({ ...moved, features, prediction: null }, en);
    expect(everyWord(card)).toContain('and 25 more');
    expect(everyWord(card)).not.toMatch(/^\W*15x/m);
    const embed = toEmbed(card);
    const values = embed.fields?.map(({ value }) => value).join('\n') ?? '';
    expect(values).toContain('and 25 more');
    expect(values).toMatch(/14x+… +0\.04 \(0\.06\)/);
  });
});
