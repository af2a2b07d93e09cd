// The data that is timed, where scikit-learn's default stops early: converged in few passes, whatever the scales.
import { describe, expect, it } from 'vitest';
import {
  designOf,
  fitFrame,
  frameOfTraining,
  solve,
  trainingData,
  trainingSets,
} from '../../bench/training.ts';

const small = trainingSets.filter(({ rows, columns, raw }) => raw || rows * columns <= 200_000);

describe.each(small)('$name', (set) => {
  const data = trainingData(set);

  it('is drawn the same each time, with every class in it', () => {
    const again = trainingData(set);
    expect(Buffer.from(again.x.buffer).equals(Buffer.from(data.x.buffer))).toBe(true);
    expect(Buffer.from(again.targets.buffer).equals(Buffer.from(data.targets.buffer))).toBe(true);
    expect(new Set(data.targets).size).toBe(set.classes);
  });

  it('converges in at most twelve passes over the rows', () => {
    const { converged, iterations } = solve(data, designOf(data));
    expect(converged).toBe(true);
    expect(iterations).toBeLessThanOrEqual(12);
  });

  it('gives the whole fit a model that converged as well', () => {
    expect(fitFrame(frameOfTraining(data))).toMatchObject({ parameters: { converged: true } });
  });
});
