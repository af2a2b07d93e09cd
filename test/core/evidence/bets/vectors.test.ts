// Both engines against the reference vectors.
import { describe, expect, it } from 'vitest';
import { cellBet } from '../../../../core/evidence/bets/cell-bet.ts';
import { meanBet } from '../../../../core/evidence/bets/mean-bet.ts';
import { jeffreysShares } from '../../../../core/stats/counts.ts';
import { casesOf, countsAt, expectClose, numberAt, tuplesAt, type VectorCase } from '../../stats/vectors.ts';
import { traceOf } from './running.ts';

const memories = [100, 400, 1600, 6400];

function kappasOf({ input }: VectorCase): number[] {
  const { kappa } = input;
  if (Array.isArray(kappa)) return kappa;
  return memories.map(() => Number(kappa));
}

function expectTrace(trace: readonly number[], vector: VectorCase): void {
  const { logTotal, firstCheckAtOrAboveLog5040: first } = vector.expected as {
    logTotal: (number | string)[];
    firstCheckAtOrAboveLog5040: number | null;
  };
  expect(trace).toHaveLength(logTotal.length);
  logTotal.forEach((expected, check) => {
    if (expected === '-Infinity') expect(trace[check], vector.id).toBe(-Infinity);
    else expectClose(trace[check], expected, { ...vector, id: `${vector.id}[${check}]` });
  });
  const alarm = trace.findIndex((evidence) => evidence >= Math.log(5040));
  expect(alarm === -1 ? null : alarm, vector.id).toBe(first);
}

describe('the engines', () => {
  it.each(casesOf('meanEDetector'))('bet on means as the reference does: $id', (vector) => {
    const checks = tuplesAt(vector, 'checks').map((values) => Float64Array.from(values));
    expectTrace(traceOf(meanBet(numberAt(vector, 'nullMean')), checks), vector);
  });

  it.each(casesOf('binEDetector'))('bet on cells as the reference does: $id', (vector) => {
    const shares = jeffreysShares(countsAt(vector, 'referenceCounts'));
    const checks = tuplesAt(vector, 'checks').map((cells) => Int32Array.from(cells));
    expectTrace(traceOf(cellBet({ shares, memories, kappas: kappasOf(vector) }), checks), vector);
  });
});
