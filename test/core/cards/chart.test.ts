import { describe, expect, it } from 'vitest';
import type { BarPanel, Chart, LinePanel } from '../../../core/cards/chart.ts';
import { driftChart } from '../../../core/cards/drift-chart.ts';
import { incidentChart } from '../../../core/cards/incident-chart.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { DriftResult, TrendPoint } from '../../../core/ops/results.ts';
import { answered, firing, largeDrift, noDrift, tooFewRows } from './fixtures.ts';
import { trendPoint } from './measured.ts';
import { minute, noon } from './moments.ts';
import { en } from './words.ts';

const result: DriftResult = {
  watch: 'demo',
  elsewhere: false,
  state: 'OK',
  report: noDrift,
  incident: null,
  ledger: { falseAlarmsPerWeek: 1, week: 0, days90: 0, expected: 0 },
  prospect: null,
  trend: [],
  timezone: 'Europe/Paris',
};

/** Checks from the oldest to the newest, two minutes apart, as the store gives them: newest first. */
function trendOf(...checks: readonly Partial<TrendPoint>[]): TrendPoint[] {
  const last = checks.length - 1;
  return checks.map((facts, at) => trendPoint(noon - (last - at) * 2 * minute, facts)).reverse();
}

const lines = (chart: Chart): LinePanel[] =>
  chart.panels.flatMap((panel) => (panel.kind === 'line' ? [panel] : []));
const bars = (chart: Chart | null): BarPanel[] =>
  (chart?.panels ?? []).flatMap((panel) => (panel.kind === 'bars' ? [panel] : []));

describe('the chart of a drift report', () => {
  it('has the scores in the order of time, gaps among them, and the threshold, in the zone of the watch', () => {
    const trend = trendOf({ score: 0.1 }, { score: null }, { score: 0.3149 });
    const chart = driftChart({ ...result, trend }, largeDrift, en);
    const [scores] = lines(chart);
    expect(scores?.lines).toEqual([
      {
        name: 'score 0.31',
        look: 'main',
        points: [
          [noon - 4 * minute, 0.1],
          [noon - 2 * minute, null],
          [noon, 0.3149],
        ],
      },
    ]);
    expect(scores?.threshold).toEqual({ value: 0.25, name: 'threshold 0.25', bad: 'above' });
    expect([chart.title, chart.timezone]).toEqual(['demo - drift', 'Europe/Paris']);
  });

  it('marks where drift was found anew and where another version began to serve', () => {
    const trend = trendOf(
      { verdict: 'drift' },
      { verdict: 'ok' },
      { verdict: 'drift' },
      { verdict: 'drift' },
      { version: 4 },
      { version: 3 },
    );
    const [scores] = lines(driftChart({ ...result, trend }, noDrift, en));
    expect(scores?.marks.map(({ at, name, look }) => [(at - noon) / minute, name, look])).toEqual([
      [-6, 'alarm', 'bad'],
      [-2, 'v4 serves', 'good'],
      [0, 'v3 serves', 'plain'],
    ]);
  });

  it('has accuracy measured and estimated, once either is known', () => {
    expect(lines(driftChart({ ...result, trend: trendOf({}, {}) }, noDrift, en))).toHaveLength(1);
    const trend = trendOf({ estimate: 0.9 }, { accuracy: 0.7813, estimate: 0.8812 }, { estimate: 0.88 });
    const [, accuracy] = lines(driftChart({ ...result, trend }, largeDrift, en));
    expect(accuracy?.lines.map(({ name, look }) => [name, look])).toEqual([
      ['measured 0.781', 'main'],
      ['estimated 0.880', 'second'],
    ]);
    expect(accuracy?.threshold).toMatchObject({ value: 0.9124, name: 'baseline 0.912', bad: 'none' });
  });

  it('has the features that moved as bars, the proven ones first', () => {
    const [moved] = bars(driftChart({ ...result, trend: trendOf({}) }, largeDrift, en));
    expect(moved?.bars).toEqual([
      { name: 'basket_value', value: 0.62, said: '0.62', look: 'bad' },
      { name: 'region', value: 0.31, said: '0.31', look: 'bad' },
      { name: 'prediction', value: 0.2, said: '0.20', look: 'main' },
      { name: 'age', value: 0.11, said: '0.11', look: 'main' },
    ]);
  });

  it('says in words what it shows', () => {
    const trend = trendOf({ score: 0.1 }, { score: 0.3149, accuracy: 0.7813, estimate: 0.8812 });
    expect(driftChart({ ...result, trend }, largeDrift, en).alt).toBe(
      'Drift score of the last 2 checks: 0.31 now, threshold 0.25. ' +
        'Accuracy: measured 0.781, estimated 0.881, baseline 0.912. ' +
        'What moved most: basket_value 0.62, region 0.31, prediction 0.20, age 0.11.',
    );
  });

  it('shows no number where there is none', () => {
    const chart = driftChart({ ...result, trend: trendOf({ score: null }) }, tooFewRows, en);
    expect(JSON.stringify(chart)).not.toMatch(/NaN|Infinity|undefined|unknown/);
    expect(lines(chart)[0]).toMatchObject({ lines: [], empty: 'No score yet: too few rows' });
    expect(chart.alt).toMatch(/^Drift score of the last 1 check: none now, threshold 0.25./);
    const estimated = driftChart({ ...result, trend: trendOf({ estimate: 0.9 }) }, noDrift, en);
    expect(lines(estimated)[1]?.lines.map(({ name }) => name)).toEqual(['estimated 0.900']);
    expect(estimated.alt).not.toContain('measured');
  });
});

describe('a chart in French', () => {
  it('says all it says in French, with French numbers', () => {
    const fr = wordsOf('fr');
    const trend = trendOf({ score: 0.1 }, { score: 0.3149, accuracy: 0.7813, version: 4 });
    const chart = driftChart({ ...result, trend }, largeDrift, fr);
    expect(chart.alt).toBe(
      'Score de dérive, 2 derniers contrôles\u00a0: 0,31 à présent, seuil 0,25. ' +
        'Exactitude\u00a0: mesurée 0,781, référence 0,912. ' +
        'Ce qui a le plus bougé\u00a0: basket_value 0,62, region 0,31, prédiction 0,20, age 0,11.',
    );
    expect(lines(chart)[0]?.marks.map(({ name }) => name)).toEqual(['v4 en service']);
    expect([chart.locale, incidentChart(firing, fr)?.title]).toEqual(['fr-FR', 'demo - ce qui a dérivé']);
  });
});

describe('the chart of an incident', () => {
  it('has what moved and where the evidence comes from', () => {
    const [moved, evidence] = bars(incidentChart(firing, en));
    expect(moved?.bars.map(({ name }) => name)).toContain('basket_value');
    expect(evidence?.bars.map(({ name, said }) => [name, said])).toEqual(
      expect.arrayContaining([['accuracy', '71 %']]),
    );
  });

  it('stays the same while nothing else is found, so that edits show the same picture', () => {
    expect(incidentChart({ ...firing, phase: 'retraining', revision: 2 }, en)).toEqual(
      incidentChart(firing, en),
    );
  });

  it('is none where nothing was measured', () => {
    const bare = { ...tooFewRows, features: [], prediction: null, evidence: null };
    expect(incidentChart({ ...answered, opened: bare, latest: bare }, en)).toBeNull();
  });
});
