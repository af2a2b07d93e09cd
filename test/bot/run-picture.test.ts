import { expect, it } from 'vitest';
import { runPicture } from '../../bot/run-picture.ts';
import type { Chart } from '../../core/cards/chart.ts';
import { noDrift } from '../core/cards/fixtures.ts';

const png = new Uint8Array([137, 80, 78, 71]);

it('a run shows scores, accuracy and what had moved, in English and in the zone of its watch', async () => {
  const drawn: Chart[] = [];
  const draw = async (chart: Chart) => {
    drawn.push(chart);
    return { name: 'n', png, alt: chart.alt };
  };
  const picture = runPicture({ draw, stop: async () => {} });
  const trend = [{ at: 0, score: 0.1, accuracy: 0.9, estimate: null, version: 1, verdict: 'ok' as const }];
  expect(await picture({ report: noDrift, trend, timezone: 'Europe/Paris' })).toBe(png);
  expect(drawn).toMatchObject([{ timezone: 'Europe/Paris', locale: expect.stringMatching(/^en/) }]);
  expect(drawn[0]?.panels.map(({ kind }) => kind)).toContain('line');
});

it('a picture that cannot be drawn is none', async () => {
  const picture = runPicture({ draw: async () => null, stop: async () => {} });
  expect(await picture({ report: noDrift, trend: [], timezone: 'UTC' })).toBeNull();
});
