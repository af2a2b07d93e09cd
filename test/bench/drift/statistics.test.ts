import { describe, expect, it } from 'vitest';
import { sortedFinite } from '../../../core/stats/sorted-sample.ts';
import {
  casesOf,
  columnAt,
  countsAt,
  expectClose,
  tuplesAt,
  type VectorCase,
} from '../../core/stats/vectors.ts';
import { andersonDarling } from './statistics/anderson-darling.ts';
import { cramerVonMises } from './statistics/cramer-von-mises.ts';
import { cramersV } from './statistics/cramers-v.ts';
import { gTest } from './statistics/g-test.ts';
import { hellinger } from './statistics/hellinger.ts';
import { lInfinity } from './statistics/l-infinity.ts';
import { pcaReconstruction } from './statistics/pca-reconstruction.ts';

const counted =
  (statistic: (reference: Uint32Array, current: Uint32Array) => unknown) => (vector: VectorCase) =>
    statistic(countsAt(vector, 'reference'), countsAt(vector, 'current'));

const sorted = (vector: VectorCase, key: string) => sortedFinite(columnAt(vector, key)).values;

/** What the vectors file calls them, and how many cases it has of each. */
const adapters: Record<string, { readonly cases: number; readonly answer: (vector: VectorCase) => unknown }> =
  {
    hellinger: { cases: 10, answer: counted(hellinger) },
    lInfinity: { cases: 10, answer: counted(lInfinity) },
    gTest: { cases: 10, answer: counted(gTest) },
    cramersV: { cases: 10, answer: counted(cramersV) },
    cramerVonMises: {
      cases: 8,
      answer: (v) => cramerVonMises(sorted(v, 'reference'), sorted(v, 'current')),
    },
    andersonDarling: {
      cases: 11,
      answer: (v) => ({ statistic: andersonDarling(sorted(v, 'reference'), sorted(v, 'current')) }),
    },
    pcaReconstruction: {
      cases: 1,
      answer: (v) => pcaReconstruction(tuplesAt(v, 'reference'), tuplesAt(v, 'current'), 0.65),
    },
  };

describe("the law of Cramer and von Mises' limit", () => {
  it('holds far out, where all rows of two constants tie', () => {
    const { pAsymptotic } = cramerVonMises(new Float64Array(4).fill(2), new Float64Array(300).fill(10));
    // scipy 1.17.1 ends its series at terms of 1e-7 and says 3e-7 here; the tail itself is far smaller.
    expect(pAsymptotic).toBeLessThan(1e-9);
  });
});

describe('the statistics other tools decide by agree with the reference vectors', () => {
  for (const [fn, { cases, answer }] of Object.entries(adapters)) {
    const vectors = casesOf(fn);
    it(`${fn} has all its ${cases} cases`, () => expect(vectors).toHaveLength(cases));
    it.each(vectors)('$id', (vector) => expectClose(answer(vector), vector.expected, vector));
  }
});
