import { describe, expect, it } from 'vitest';
import { pairedLogE } from '../../../core/evaluation/paired-e-process.ts';
import { casesOf, columnAt, expectClose } from '../stats/vectors.ts';

describe('the paired e-process', () => {
  it.each(casesOf('pairedEProcess'))('grows as the reference: $id', (vector) => {
    let wins = 0;
    let losses = 0;
    const logE = [...columnAt(vector, 'challengerWins')].map((won) => {
      if (won === 1) wins += 1;
      else losses += 1;
      return pairedLogE(wins, losses);
    });
    const first = logE.findIndex((value) => value >= Math.log(20));
    expectClose({ logE, firstAtOrAboveLog20: first === -1 ? null : first }, vector.expected, vector);
    expect(first).toBe(-1);
  });

  it('proves nothing before the first row', () => {
    expect(pairedLogE(0, 0)).toBe(0);
  });

  it('takes ten wins in a row to reach 20', () => {
    // (1.1^k + 1.25^k + 1.5^k) / 3: 16.1 at 9, 23.2 at 10.
    expect(Math.exp(pairedLogE(9, 0))).toBeLessThan(20);
    expect(Math.exp(pairedLogE(10, 0))).toBeGreaterThan(20);
  });

  it('is an e-value: its mean over fair coins is 1', () => {
    const rows = 12;
    let mean = 0;
    let ways = 1;
    for (let wins = 0; wins <= rows; wins += 1) {
      mean += (ways / 2 ** rows) * Math.exp(pairedLogE(wins, rows - wins));
      ways = (ways * (rows - wins)) / (wins + 1);
    }
    expect(mean).toBeCloseTo(1, 12);
  });
});
