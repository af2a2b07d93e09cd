import { describe, expect, it } from 'vitest';
import { armed } from '../../../core/evidence/armed.ts';
import { isCells, type Plan } from '../../../core/evidence/plan.ts';
import { snapshotOf } from '../../../core/frame/codec.ts';
import { concatFrames, type Frame } from '../../../core/frame/frame.ts';
import { chance, people, profiled, settings } from './rows.ts';

const day = 86_400_000;
const random = chance(11);

/** The same rows, spread evenly over a time. */
const over = (frame: Frame, span: number): Frame => ({
  ...frame,
  times: Float64Array.from({ length: frame.rows }, (_, row) => (row * span) / (frame.rows - 1)),
});
const learningIn = ({ signals }: Plan, kind: string) => [
  ...new Set(signals.filter((signal) => signal.kind === kind).map(({ learning }) => learning)),
];
const sum = (plan: Plan, weight: 'weight' | 'weightInAll') =>
  plan.signals.reduce((total, signal) => total + signal[weight], 0);

describe('arming', () => {
  it('listens to every feature, what the model says, its errors, the labels and the quality of each column', () => {
    const { plan } = profiled(people(random, 1_000));
    const heard = plan.signals.map(({ kind, of }) => (of === null ? kind : `${kind} ${of}`));
    expect(heard).toEqual([
      ...['feature age', 'feature income', 'feature colour', 'feature same'],
      ...['prediction', 'score', 'error', 'label wrong', 'label wrong'],
      ...['missing age', 'range age', 'missing income', 'range income'],
      ...['missing colour', 'category colour', 'missing same', 'range same'],
    ]);
    expect(sum(plan, 'weight')).toBeCloseTo(1, 12);
    expect(sum(plan, 'weightInAll')).toBeCloseTo(1, 12);
    // Errors are what counts: two fifths, by drift over what else is there.
    const error = plan.signals.find(({ kind }) => kind === 'error');
    expect(error?.weight).toBeCloseTo(0.4 / 0.95, 12);
    expect(plan.bar).toBeCloseTo(Math.log(5_040), 12);
  });

  it('lets features learn on fewer than 800 rows, and errors on fewer than 100 labels', () => {
    const { plan } = profiled(people(random, 700));
    expect(learningIn(plan, 'feature')).toEqual(['few rows']);
    expect(learningIn(plan, 'error')).toEqual([null]);
    const few = profiled(people(random, 1_000), {
      baseline: { accuracy: 0.9, rows: 99, majorityShare: 0.5 },
    });
    expect(learningIn(few.plan, 'error')).toEqual(['few labels']);
    expect(sum(few.plan, 'weight')).toBeCloseTo(1, 12);
    expect(few.plan.signals.find(({ kind }) => kind === 'error')?.weight).toBe(0);
  });

  it('lets what moves with a season learn until the reference holds two, but not quality and errors', () => {
    const rows = people(random, 1_000);
    const short = profiled(over(rows, 1.9 * day), { cycle: day }).plan;
    expect(learningIn(short, 'feature')).toEqual(['short history']);
    expect(learningIn(short, 'prediction')).toEqual(['short history']);
    expect(learningIn(short, 'error')).toEqual([null]);
    expect(learningIn(short, 'missing')).toEqual([null]);
    expect(learningIn(profiled(over(rows, 2 * day), { cycle: day }).plan, 'feature')).toEqual([null]);
    expect(learningIn(profiled(over(rows, 1.9 * day), { cycle: null }).plan, 'feature')).toEqual([null]);
  });

  it('grants a column that moves by itself more than one that does not', () => {
    const halves = concatFrames(
      people(random, 1_000),
      concatFrames(people(random, 1_000, { shift: 1.5 }), people(random, 1_000)),
    );
    const { plan } = profiled(halves);
    const kappa = (name: string) => {
      const found = plan.signals.find(({ kind, of }) => kind === 'feature' && of === name);
      return found !== undefined && isCells(found) ? Math.max(...found.cells.kappas) : 0;
    };
    expect(kappa('age')).toBeGreaterThan(2 * kappa('income'));
  });

  it('expects new categories as often as there are some that came once (Good and Turing)', () => {
    const rows = people(random, 1_000);
    const colour = rows.columns.find(({ name }) => name === 'colour');
    if (colour?.kind !== 'categorical') throw new Error('no colour');
    const codes = colour.codes.map((code, row) => (row < 30 ? 3 + row : code));
    const names = Array.from({ length: 30 }, (_, at) => `new${at}`);
    const seldom = { ...colour, codes, categories: [...colour.categories, ...names] };
    const columns = rows.columns.map((column) => (column.name === 'colour' ? seldom : column));
    const { plan } = profiled({ ...rows, columns });
    const found = plan.signals.find(({ kind }) => kind === 'category');
    expect(found !== undefined && !isCells(found) && found.usual).toBeCloseTo(0.03, 12);
  });

  it('tells what it would have said of its own past, and what it can prove in a day', () => {
    const rows = over(people(random, 3_000), 30 * day);
    const known = profiled(rows);
    const { majorityShare: _, ...baseline } = settings.baseline ?? { accuracy: 0, rows: 0, majorityShare: 0 };
    const input = { model: known.model, profile: known.profile, calibration: null };
    const terms = { key: 'v1', falseAlarmsPerWeek: 1, checksPerWeek: 5_040, cadenceMinutes: 2, cycle: null };
    const { prospect } = armed({
      ...input,
      baseline: { ...baseline, logLoss: null, auc: null },
      reference: snapshotOf(rows).bytes,
      terms,
    });
    expect(prospect.trial).toMatchObject({ alarms: 0, rows: 1_000 });
    expect(prospect.trial?.days).toBeCloseTo(10, 1);
    expect(prospect.provable?.rowsPerDay).toBe(100);
    // A hundred rows a day: log 5040 and a weight of one in thirteen ask for more than half a standard deviation.
    expect(prospect.provable?.shift).toBeGreaterThan(0.5);
    expect(prospect.provable?.shift).toBeLessThan(2);
  });
});
