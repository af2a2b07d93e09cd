// Charts that are drawn by nobody: one that can draw nothing, and one whose every picture is the same few bytes.
import type { Charts } from '../../bot/chart/charts.ts';
import type { Chart } from '../../core/cards/chart.ts';

export const noCharts: Charts = { draw: async () => null, stop: async () => {} };

export const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);

/** Named after the title of the chart. */
export const sameCharts: Charts = {
  draw: async ({ title, alt }) => ({ name: `${title}.png`, png, alt }),
  stop: async () => {},
};

/** A chart of nothing. */
export function chartOf(title: string): Chart {
  return {
    title,
    alt: `The picture of ${title}`,
    locale: 'en-GB',
    timezone: 'UTC',
    panels: [],
    leftOut: 'no chart',
  };
}
