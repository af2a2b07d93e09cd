// Thousands of points become the few that a picture can show. Pure.
import type { Line } from '../../core/cards/chart.ts';
import { drawable } from './axis.ts';
import { isMoment } from './time.ts';

export type Point = readonly [x: number, y: number];
export type Known = readonly [at: number, value: number | null];

/** In time order, each at a moment, with a value that can be drawn or none. */
export function sound(points: Line['points']): Known[] {
  return points
    .filter(([at]) => isMoment(at))
    .map(([at, value]): Known => [at, drawable(value)])
    .sort(([first], [second]) => first - second);
}

/**
 * Unbroken stretches of a line; a point without a value ends one. Of each column of `pixel` units the first, lowest,
 * highest and last point stay, which draw the same line as all of them (M4; Jugel et al., VLDB 2014).
 */
export function stretches(
  points: readonly Known[],
  { x, y, pixel }: { x: (at: number) => number; y: (value: number) => number; pixel: number },
): Point[][] {
  const found: Point[][] = [];
  let open: Point[] | null = null;
  for (const [at, value] of points) {
    if (value === null) {
      open = null;
      continue;
    }
    if (open === null) {
      open = [];
      found.push(open);
    }
    open.push([x(at), y(value)]);
  }
  return found.map((stretch) => thinned(stretch, pixel));
}

function thinned(points: readonly Point[], pixel: number): Point[] {
  const kept: Point[] = [];
  for (let from = 0; from < points.length; ) {
    const column = columnOf(points[from], pixel);
    let until = from;
    while (until < points.length && columnOf(points[until], pixel) === column) until++;
    kept.push(...corners(points.slice(from, until)));
    from = until;
  }
  return kept;
}

function columnOf(point: Point | undefined, pixel: number): number {
  return Math.floor((point?.[0] ?? 0) / pixel);
}

function corners(column: readonly Point[]): readonly Point[] {
  if (column.length <= 4) return column;
  let [lowest, highest] = [0, 0];
  for (const [at, [, y]] of column.entries()) {
    if (y < (column[lowest]?.[1] ?? 0)) lowest = at;
    if (y > (column[highest]?.[1] ?? 0)) highest = at;
  }
  const places = new Set([0, lowest, highest, column.length - 1]);
  return column.filter((_, at) => places.has(at));
}
