import { describe, expect, it } from 'vitest';
import { inlineCompute } from '../../../core/compute/pool.ts';
import { tasks } from '../../../core/compute/tasks.ts';
import { external, schemaOfAnswers } from '../../../core/estimators/external.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import type { Calibrator } from '../../../core/evaluation/calibrator.ts';
import { fitCalibrator } from '../../../core/evaluation/calibrator.ts';
import { calibrationRows } from '../../../core/evaluation/cbpe.ts';
import { profileOf } from '../../../core/evidence/profile.ts';
import { fullReport, type ReportInput } from '../../../core/evidence/report.ts';
import { snapshotOf } from '../../../core/frame/codec.ts';
import { type Frame, recode, schemaOf, sliceRows } from '../../../core/frame/frame.ts';
import type { FullReport } from '../../../core/full-report.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { chance, notFinite } from './rows.ts';

interface Change {
  /** Standard deviations that the first number moves. */
  readonly shift?: number;
  readonly cities?: readonly string[];
  /** Labels that say the opposite of what they said before. */
  readonly flipped?: boolean;
  readonly labelled?: boolean;
}

const noises = ['n1', 'n2', 'n3', 'n4', 'n5'];

/** The class follows `price` and `city`; five numbers more say nothing. */
function rows(seed: number, count: number, change: Change = {}): Frame {
  const { shift = 0, cities = ['north', 'south'], flipped = false, labelled = true } = change;
  const random = chance(seed);
  const cells = Array.from({ length: count }, () => {
    const price = random.normal() + shift;
    const city = cities[Math.floor(random.uniform() * cities.length)] ?? '';
    const score = 1.5 * price + (city === 'north' ? 0.6 : 0) + random.normal();
    const numbers = noises.map(() => random.normal());
    return { price, city, numbers, label: score > 0 !== flipped ? 'yes' : 'no' };
  });
  const numbers = noises.map((name, at) => [name, cells.map((cell) => cell.numbers[at] ?? 0)] as const);
  return frameOf(
    {
      price: cells.map(({ price }) => price),
      ...Object.fromEntries(numbers),
      city: cells.map(({ city }) => city),
    },
    cells.map(({ label }) => (labelled ? label : null)),
    ['no', 'yes'],
  );
}

const reference = rows(1, 2_000);
const held = rows(2, 1_000);
const model = logistic.fit(reference, schemaOf(reference), { inverseL2: 1 });
const profile = profileOf(reference, model);

/** From rows the model has not learned from. */
function calibratorOf(frame: Frame): Calibrator | null {
  const answered = { ...logistic.score(model, frame), classes: 2 };
  const { scores, hits } = calibrationRows(answered, recode(frame.label, model.schema.classes).codes);
  return fitCalibrator(scores, hits);
}

const calibrator = calibratorOf(held);
const baseline = { accuracy: 0.84, rows: 1_000 };

function inputOf(window: Frame, facts: Partial<ReportInput> = {}): ReportInput {
  const known = { watch: 'shop', version: 3, at: 9_000, model, profile, reference, baseline, calibrator };
  return { ...known, window, reach: null, threshold: 0.25, feature: null, ...facts };
}

const reportOf = (window: Frame, facts?: Partial<ReportInput>): FullReport =>
  fullReport(inputOf(window, facts));
const proven = ({ features }: FullReport) =>
  features.filter(({ adjustedP }) => (adjustedP ?? 1) <= 0.05).map(({ name }) => name);

describe('the full report', () => {
  it('of a window like the reference finds nothing, within what chance allows', () => {
    const quiet = reportOf(rows(3, 500));
    expect(proven(quiet)).toEqual([]);
    expect(quiet.domain?.beyondChance).toBe(false);
    expect(quiet).toMatchObject({ watch: 'shop', version: 3, at: 9_000, rowsUntil: 0 });
    expect([quiet.windowRows, quiet.referenceRows]).toEqual([500, 2_000]);
    for (const feature of quiet.features) {
      expect(feature.adjustedP).toBeGreaterThanOrEqual(feature.p ?? 1);
      expect(feature.jensenShannonFloor).toBeGreaterThan(0);
      if (feature.kind === 'numeric') {
        expect((feature.wasserstein ?? 9) / (feature.wassersteinByChance ?? 1)).toBeLessThan(3);
      }
    }
  });

  it('puts what moved first, and says what of it moved the predictions', () => {
    const moved = reportOf(rows(4, 500, { shift: 0.6, cities: ['north', 'south', 'south', 'abroad'] }));
    expect(proven(moved)).toEqual(expect.arrayContaining(['price', 'city']));
    expect(
      moved.features
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['city', 'price']);
    const price = moved.features.find(({ name }) => name === 'price');
    expect(price?.trimmedWasserstein).toBeCloseTo(0.6, 0);
    expect(price?.wasserstein).toBeGreaterThan(5 * (price?.wassersteinByChance ?? 1));
    expect(price?.effect).toBeGreaterThan(0);
    expect(moved.prediction).toMatchObject({ kind: 'prediction', name: 'prediction' });
    expect(moved.prediction?.adjustedP).toBeLessThan(0.05);
    expect(moved.domain?.beyondChance).toBe(true);
    expect(moved.attribution).toMatchObject({
      towards: 'yes',
      features: [{ name: 'price' }, {}, {}, {}, {}, {}, {}],
    });
  });

  it('adjusts for all its columns at once: one in a hundred by chance is not shown as moved', () => {
    const quiet = reportOf(rows(3, 500));
    const all = [...quiet.features, ...(quiet.prediction === null ? [] : [quiet.prediction])];
    const least = Math.min(...all.map(({ p }) => p ?? 1));
    const first = all.find(({ p }) => p === least);
    expect(first?.adjustedP).toBeLessThanOrEqual(Math.min(1, least * all.length));
    expect(first?.adjustedP).toBeGreaterThan(least);
  });

  it('has estimate and truth side by side, which part where the label means something else', () => {
    const { before, estimated, measured } = reportOf(rows(3, 500)).accuracy;
    expect(before).toEqual(baseline);
    expect(Math.abs((estimated?.accuracy ?? 0) - (measured?.accuracy ?? 1))).toBeLessThan(0.05);
    expect(measured?.rows).toBe(500);
    expect(measured?.interval[0]).toBeLessThan(measured?.accuracy ?? 0);
    expect(measured?.interval[1]).toBeGreaterThan(measured?.accuracy ?? 1);
    const flipped = reportOf(rows(3, 500, { flipped: true })).accuracy;
    expect(flipped.estimated?.accuracy).toBe(estimated?.accuracy);
    expect(flipped.measured?.accuracy).toBeCloseTo(1 - (measured?.accuracy ?? 0), 12);
  });

  it('estimates without labels, and says nothing where there is nothing to say it from', () => {
    const window = rows(5, 200, { labelled: false });
    expect(reportOf(window).accuracy).toMatchObject({ measured: null, estimated: { rows: 200 } });
    const bare = reportOf(window, { calibrator: null, baseline: null }).accuracy;
    expect(bare).toEqual({ before: null, estimated: null, measured: null });
  });

  it('calls a label that the champion does not know a miss', () => {
    const window = frameOf(
      { ...Object.fromEntries(['price', ...noises].map((n) => [n, [2]])), city: ['north'] },
      ['never'],
    );
    expect(reportOf(window).accuracy.measured).toMatchObject({ accuracy: 0, rows: 1 });
  });

  it('of few rows or none is empty, never a NaN', () => {
    for (const count of [0, 1, 29]) {
      const few = reportOf(sliceRows(rows(6, 30), 0, count));
      expect(few.domain).toBeNull();
      expect(few.features.map(({ effect }) => effect)).toEqual(few.features.map(() => null));
      expect(few.features).toHaveLength(7);
      expect(notFinite(few)).toEqual([]);
    }
    expect(reportOf(sliceRows(rows(6, 30), 0, 0))).toMatchObject({ rowsUntil: null, attribution: null });
  });

  it('of a model served elsewhere keeps to what can be seen from outside', () => {
    const served = (frame: Frame): Frame => {
      const { probabilities, predicted } = logistic.score(model, frame);
      const scores = Float64Array.from(predicted, (_, row) => probabilities[2 * row + 1] ?? 0);
      return { ...frame, answers: { predicted: { ...frame.label, codes: predicted }, scores } };
    };
    const before = served(reference);
    const there = external.fit(before, schemaOfAnswers(before, 'yes'), { inverseL2: 1 });
    const facts = { model: there, reference: before, profile: profileOf(before, there) };
    const report = reportOf(served(rows(8, 400, { shift: 0.7 })), facts);
    expect(report.attribution).toBeNull();
    expect(proven(report)).toContain('price');
    expect(report.domain?.leansOn[0]?.name).toBe('price');
    expect(report.accuracy.estimated?.accuracy).toBeGreaterThan(0.7);
  });

  it('is the same as a task, from the bytes of the reference', async () => {
    const window = rows(9, 120);
    const { reference: _, ...rest } = inputOf(window);
    const { bytes } = snapshotOf(reference);
    const told = await inlineCompute.run(tasks.report, { ...rest, reference: bytes });
    expect(told).toEqual(reportOf(window));
    expect(structuredClone(told)).toEqual(told);
  });
});
