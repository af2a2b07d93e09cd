// What all panels of a chart agree on: the time axis, and how much room the labels beside the plots take. Pure.
import type { LinePanel } from '../../core/cards/chart.ts';
import { type Axis, axisOf, drawable, scale } from './axis.ts';
import { drawn, fitted, textWidth } from './text.ts';
import { margin, sizes, width } from './theme.ts';
import { type Known, sound } from './thin.ts';
import { type Calendar, calendarOf, isMoment, type Zone } from './time.ts';

/** Labels at the end of lines stand this far from the plot, behind a sample of their line. */
export const sample = { gap: 12, length: 22, behind: 8 } as const;
const widestName = 210;
/** A single check still has a before and an after. */
const leastSpan = 10 * 60_000;

export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly from: number;
  readonly until: number;
  readonly calendar: Calendar;
  x(at: number): number;
}

/** A panel of lines, measured. */
export interface Measured {
  readonly panel: LinePanel;
  readonly axis: Axis;
  readonly lines: readonly {
    readonly name: string;
    readonly look: 'main' | 'second';
    readonly points: readonly Known[];
  }[];
  readonly threshold: LinePanel['threshold'];
}

export function measured(panel: LinePanel, locale: string): Measured {
  const lines = panel.lines
    .map(({ name, look, points }) => ({
      name: fitted(name, widestName, { size: sizes.label }),
      look,
      points: sound(points),
    }))
    .filter(({ points }) => points.some(([, value]) => value !== null));
  const threshold = drawable(panel.threshold?.value ?? null) === null ? null : panel.threshold;
  const values = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  const shown = [...values, ...panel.axis.shows, ...(threshold === null ? [] : [threshold.value])];
  return { panel, axis: axisOf(shown, panel.axis.limits, locale), lines, threshold };
}

export function plotOf(zone: Zone, all: readonly Measured[]): Plot {
  const drawnOnes = all.filter(({ lines }) => lines.length > 0);
  const labels = drawnOnes.flatMap(({ axis }) =>
    axis.ticks.map(({ label }) => textWidth(label, sizes.label)),
  );
  const names = drawnOnes.flatMap(({ lines, threshold }) => [
    ...lines.map(({ name }) => name),
    ...(threshold === null ? [] : [thresholdName(threshold)]),
  ]);
  const left = Math.ceil(margin + Math.max(0, ...labels) + 12);
  const beside = Math.max(0, ...names.map((name) => textWidth(drawn(name), sizes.label)));
  const right = Math.floor(width - margin - beside - sample.gap - sample.length - sample.behind);
  const [from, until] = spanOf(drawnOnes);
  const x = scale(from, until, [left, right]);
  return { left, right, from, until, calendar: calendarOf(zone), x };
}

export function thresholdName({ name }: { readonly name: string }): string {
  return fitted(name, widestName, { size: sizes.label });
}

function spanOf(all: readonly Measured[]): readonly [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  const take = (at: number) => {
    from = Math.min(from, at);
    until = Math.max(until, at);
  };
  for (const { lines, panel } of all) {
    for (const { points } of lines) for (const [at] of points) take(at);
    for (const { at } of panel.marks) if (isMoment(at)) take(at);
  }
  if (from > until) return [0, leastSpan];
  const missing = Math.max(0, leastSpan - (until - from)) / 2;
  return [from - missing, until + missing];
}
