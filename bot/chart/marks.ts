// Moments that mattered: a dashed line through the plot, a shape at its head, a name where there is room. Pure.
import type { Mark } from '../../core/cards/chart.ts';
import type { Plot } from './layout.ts';
import { freeRow } from './stack.ts';
import { path, type Shape, shape, text } from './svg.ts';
import { fitted, textWidth } from './text.ts';
import { colours, dashes, lineHeight, margin, sizes, width } from './theme.ts';
import { isMoment } from './time.ts';

const looks: Readonly<Record<Mark['look'], { shape: Shape; fill: string }>> = {
  good: { shape: 'triangle', fill: colours.good },
  bad: { shape: 'diamond', fill: colours.bad },
  plain: { shape: 'circle', fill: colours.muted },
};
const size = 6;
const widestName = 200;
/** Marks closer than this are one. */
const nearest = 6;

interface Placed extends Mark {
  readonly x: number;
  readonly said: string;
  readonly middle: number;
  /** null = it stands too close to newer ones to be named. */
  readonly row: number | null;
}

interface Marks {
  /** Of the names above the plot. */
  readonly height: number;
  draw(field: { readonly top: number; readonly bottom: number }): string;
}

/** The newest are named first, in at most two rows. */
export function marksOf(marks: readonly Mark[], plot: Plot): Marks {
  const placed = placesOf(marks, plot);
  const rows = Math.max(-1, ...placed.map(({ row }) => row ?? -1)) + 1;
  return {
    height: placed.length === 0 ? 0 : rows * lineHeight + 8,
    draw: (field) => placed.map((mark) => drawn(mark, field)).join(''),
  };
}

function placesOf(marks: readonly Mark[], { x, left }: Plot): Placed[] {
  const rows: (readonly [number, number])[][] = [[], []];
  const placed: Placed[] = [];
  const newest = marks.filter(({ at }) => isMoment(at)).sort((one, other) => other.at - one.at);
  for (const mark of newest) {
    const place = x(mark.at);
    if (placed.some((other) => Math.abs(other.x - place) < nearest)) continue;
    const said = fitted(mark.name, widestName, { size: sizes.label });
    const half = textWidth(said, sizes.label) / 2;
    const middle = Math.min(width - margin - half, Math.max(left + half, place));
    const row = freeRow(rows, [middle - half - 8, middle + half + 8]);
    placed.push({ ...mark, x: place, said, middle, row });
  }
  return placed;
}

function drawn(
  { x, said, middle, row, look }: Placed,
  { top, bottom }: { top: number; bottom: number },
): string {
  const { shape: kind, fill } = looks[look];
  return [
    path(
      [
        [x, top],
        [x, bottom],
      ],
      { stroke: fill, width: 2, dash: dashes.mark },
    ),
    shape(kind, [x, top], { size, fill }),
    row === null
      ? ''
      : text(said, { x: middle, y: top - 14 - row * lineHeight, anchor: 'middle', halo: true }),
  ].join('');
}
