import { describe, expect, it } from 'vitest';
import type { FittedModel } from '../../../core/estimators/estimator.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { attributionOf } from '../../../core/evidence/attribution.ts';
import { type Frame, schemaOf, sliceRows } from '../../../core/frame/frame.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { chance, outcomes, profiled } from './rows.ts';

interface Change {
  readonly shift?: number;
  readonly cities?: readonly string[];
  /** Scores from which on the next class is meant. */
  readonly steps?: readonly number[];
}

const names = ['low', 'middle', 'top'];

/** The class follows x strongly and the city a little; y says nothing. */
function rows(seed: number, { shift = 0, cities = ['north', 'south'], steps = [0] }: Change = {}): Frame {
  const random = chance(seed);
  const cells = Array.from({ length: 600 }, () => {
    const [x, y] = [random.normal() + shift, random.normal()];
    const city = cities[Math.floor(random.uniform() * cities.length)] ?? '';
    const score = 2 * x + (city === 'north' ? 0.7 : 0) + random.normal();
    return { x, y, city, label: names[steps.filter((step) => score > step).length] ?? '' };
  });
  const column = <K extends 'x' | 'y' | 'city'>(key: K) => cells.map((cell) => cell[key]);
  return frameOf(
    { x: column('x'), y: column('y'), city: column('city') },
    cells.map(({ label }) => label),
  );
}

const trained = (frame: Frame) => logistic.fit(frame, schemaOf(frame), { inverseL2: 1 });

/** Mean over the rows of the logarithm of each class's probability. */
function meanLogs(model: FittedModel, frame: Frame): number[] {
  const { probabilities } = logistic.score(model, frame);
  const classes = model.schema.classes.length;
  return model.schema.classes.map((_, k) => {
    let sum = 0;
    for (let row = 0; row < frame.rows; row += 1)
      sum += Math.log(probabilities[row * classes + k] ?? Number.NaN);
    return sum / frame.rows;
  });
}

const at = (values: readonly number[], k: number) => values[k] ?? Number.NaN;

describe('what moved the predictions', () => {
  const reference = rows(1);
  const model = trained(reference);

  it('adds up to the change of the mean log-odds, exactly', () => {
    const current = rows(2, { shift: 0.4, cities: ['north', 'north', 'south', 'abroad'] });
    const attribution = attributionOf(model, reference, current);
    const [before, after] = [meanLogs(model, reference), meanLogs(model, current)];
    const change = at(after, 1) - at(after, 0) - at(before, 1) + at(before, 0);
    expect(attribution?.towards).toBe('middle');
    expect(attribution?.change).toBeCloseTo(change, 10);
    const parts = attribution?.features.reduce((sum, feature) => sum + feature.change, 0);
    expect(parts).toBeCloseTo(change, 10);
  });

  it('names the feature that moved them first, and what the model does not use last', () => {
    const attribution = attributionOf(model, reference, rows(3, { shift: -0.8 }));
    expect(attribution?.features[0]?.name).toBe('x');
    expect(attribution?.features[0]?.change).toBeLessThan(0);
    expect(Math.abs(attribution?.features[2]?.change ?? 1)).toBeLessThan(0.15);
    const cities = attributionOf(model, reference, rows(1, { cities: ['south'] }));
    expect(cities?.features[0]?.name).toBe('city');
  });

  it('of the same rows is nothing', () => {
    const attribution = attributionOf(model, reference, reference);
    expect(attribution?.change).toBe(0);
    expect(attribution?.features.every(({ change }) => change === 0)).toBe(true);
  });

  it('of three classes is about the one that moved most against the others', () => {
    const three = rows(1, { steps: [-1, 1] });
    const many = trained(three);
    const current = rows(2, { shift: 1.5, steps: [-1, 1] });
    const attribution = attributionOf(many, three, current);
    const [before, after] = [meanLogs(many, three), meanLogs(many, current)];
    const changes = after.map((log, k) => log - at(before, k));
    const mean = changes.reduce((sum, change) => sum + change, 0) / 3;
    const apart = changes.map((change) => change - mean);
    const most = apart.findIndex((one) => apart.every((other) => Math.abs(one) >= Math.abs(other)));
    expect(attribution?.change).toBeCloseTo(at(apart, most), 10);
    expect(attribution?.towards).toBe(many.schema.classes[most]);
    expect(attribution?.features[0]?.name).toBe('x');
  });

  it('is unknown for any other model, and without rows', () => {
    const other = outcomes(40, 10);
    expect(attributionOf(profiled(other).model, other, other)).toBeNull();
    expect(attributionOf(model, reference, sliceRows(reference, 0, 0))).toBeNull();
  });
});
