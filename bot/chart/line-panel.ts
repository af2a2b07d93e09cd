// Lines over time: grid, threshold, gaps, and a name at the end of each line. Pure.
import { scale } from './axis.ts';
import { type Measured, type Plot, sample, thresholdName } from './layout.ts';
import { marksOf } from './marks.ts';
import { apart } from './stack.ts';
import { element, path, rectangle, shape, text } from './svg.ts';
import { fitted, textWidth } from './text.ts';
import { colours, dashes, lineHeight, margin, sizes, width } from './theme.ts';
import { type Point, stretches } from './thin.ts';

const plotHeight = 190;
const axisHeight = 34;
const emptyHeight = 70;
/** Points further apart than this are drawn as such. */
const pointsFrom = 18;
const tickRoom = 96;
/** Share of the width that a note beside a title may take. */
const widestNote = 0.62;

/** A part of the picture and its height, drawn from y = 0 downwards. */
export interface Part {
  readonly height: number;
  readonly body: string;
}

interface Field {
  readonly top: number;
  readonly bottom: number;
  y(value: number): number;
}

/** `id` tells its clip path from those of others; `axis` = the time axis is written below. */
export function linePanel(measured: Measured, plot: Plot, { id, axis }: { id: string; axis: boolean }): Part {
  const { panel, lines } = measured;
  if (lines.length === 0) return emptyPart(panel.title, panel.empty);
  const marks = marksOf(panel.marks, plot);
  const top = lineHeight + 14 + marks.height;
  const field: Field = {
    top,
    bottom: top + plotHeight,
    y: scale(measured.axis.low, measured.axis.high, [top + plotHeight, top]),
  };
  const span = axis ? plot.calendar.span(plot.from, plot.until) : '';
  const body = [
    panelTitle(panel.title, span),
    values(measured, plot, field),
    times(plot, field, axis),
    marks.draw(field),
    ...drawnLines(measured, { plot, field, id }),
    names(measured, plot, field),
  ];
  return { height: field.bottom + (axis ? axisHeight : 14), body: body.join('') };
}

export function emptyPart(title: string, words: string): Part {
  const said = fitted(words, width - 2 * margin, { size: sizes.label });
  const body = text(said, { x: width / 2, y: lineHeight + 34, anchor: 'middle', fill: colours.muted });
  return { height: lineHeight + emptyHeight, body: panelTitle(title, '') + body };
}

export function panelTitle(title: string, beside: string): string {
  const note = fitted(beside, width * widestNote, { size: sizes.label - 2 });
  const taken = note === '' ? 0 : textWidth(note, sizes.label - 2) + 20;
  const room = width - 2 * margin - taken;
  return [
    text(fitted(title, room, { size: sizes.panel, bold: true }), {
      x: margin,
      y: 18,
      size: sizes.panel,
      bold: true,
    }),
    text(note, { x: width - margin, y: 18, anchor: 'end', size: sizes.label - 2, fill: colours.muted }),
  ].join('');
}

function values({ axis }: Measured, { left, right }: Plot, { y }: Field): string {
  return axis.ticks
    .flatMap(({ at, label }) => [
      path(
        [
          [left, y(at)],
          [right, y(at)],
        ],
        { stroke: colours.grid, width: 1.5 },
      ),
      text(label, { x: left - 10, y: y(at) + 6.5, anchor: 'end', fill: colours.muted }),
    ])
    .join('');
}

function times(
  { left, right, from, until, calendar, x }: Plot,
  { bottom }: Field,
  labelled: boolean,
): string {
  const ticks = calendar.ticks(from, until, Math.max(1, Math.floor((right - left) / tickRoom)));
  let free = margin / 2;
  return ticks
    .flatMap(({ at, label }) => {
      const tick = path(
        [
          [x(at), bottom],
          [x(at), bottom + 6],
        ],
        { stroke: colours.muted, width: 1.5 },
      );
      const half = textWidth(label, sizes.label) / 2;
      if (!labelled) return [tick];
      if (x(at) - half < free || x(at) + half > width - margin / 2) return [tick];
      free = x(at) + half + 10;
      return [tick, text(label, { x: x(at), y: bottom + 27, anchor: 'middle', fill: colours.muted })];
    })
    .join('');
}

interface Ground {
  readonly plot: Plot;
  readonly field: Field;
  readonly id: string;
}

function drawnLines(measured: Measured, { plot, field, id }: Ground): string[] {
  const { left, right, x } = plot;
  const { threshold } = measured;
  const parts: string[] = [];
  const bad = badBox(threshold, plot, field);
  if (bad !== null) {
    parts.push(rectangle(bad, { fill: colours.bad, 'fill-opacity': 0.1 }));
    parts.push(element('clipPath', { id }, rectangle(bad)));
  }
  if (threshold !== null) {
    const y = field.y(threshold.value);
    parts.push(
      path(
        [
          [left, y],
          [right, y],
        ],
        { stroke: colours.threshold, dash: dashes.threshold },
      ),
    );
  }
  // Main lines last: they lie on top.
  const order = [...measured.lines].sort(
    (one, other) => Number(one.look === 'main') - Number(other.look === 'main'),
  );
  for (const { look, points } of order) {
    const runs = stretches(points, { x, y: field.y, pixel: 1 });
    for (const run of runs) parts.push(drawnRun(run, look, bad === null ? null : id));
    if (look === 'main') parts.push(dots(runs, bad));
  }
  return parts;
}

type Box = { x: number; y: number; width: number; height: number };

/** The part of the plot on the wrong side of the threshold. */
function badBox(
  threshold: Measured['threshold'],
  { left, right }: Plot,
  { top, bottom, y }: Field,
): Box | null {
  if (threshold === null || threshold.bad === 'none') return null;
  const at = y(threshold.value);
  const [from, until] = threshold.bad === 'above' ? [top, at] : [at, bottom];
  return { x: left, y: from, width: right - left, height: until - from };
}

function drawnRun(run: readonly Point[], look: 'main' | 'second', clip: string | null): string {
  if (run.length === 1) return '';
  if (look === 'second') return path(run, { stroke: colours.second, width: 3, dash: dashes.second });
  const line = path(run, { stroke: colours.line, width: 3 });
  return clip === null
    ? line
    : line + path(run, { stroke: colours.bad, width: 4.5, more: { 'clip-path': `url(#${clip})` } });
}

/** A single point has no line to be seen by; on the wrong side points are diamonds. */
function dots(runs: readonly (readonly Point[])[], bad: Box | null): string {
  const all = runs.flat();
  const sparse = all.every(([x], at) => at === 0 || x - (all[at - 1]?.[0] ?? 0) >= pointsFrom);
  const alone = runs.filter((run) => run.length === 1).flat();
  const shown = sparse ? all : alone;
  const last = all.at(-1);
  return [...shown, ...(last === undefined || shown.includes(last) ? [] : [last])]
    .map((point) => {
      const size = point === last ? 6 : 4;
      return isBad(point, bad)
        ? shape('diamond', point, { size, fill: colours.bad })
        : shape('circle', point, { size, fill: colours.line });
    })
    .join('');
}

function isBad([, y]: Point, bad: Box | null): boolean {
  return bad !== null && bad.height > 0 && y >= bad.y && y <= bad.y + bad.height;
}

/** At the right of the plot: what each line is, behind a sample of it. */
function names({ lines, threshold }: Measured, { right }: Plot, { top, bottom, y }: Field): string {
  const wanted = [
    ...lines.map(({ name, look, points }) => ({
      name,
      y: y(points.findLast(([, value]) => value !== null)?.[1] ?? 0),
      stroke:
        look === 'main'
          ? { stroke: colours.line, width: 3 }
          : { stroke: colours.second, width: 3, dash: dashes.second },
    })),
    ...(threshold === null
      ? []
      : [
          {
            name: thresholdName(threshold),
            y: y(threshold.value),
            stroke: { stroke: colours.threshold, dash: dashes.threshold },
          },
        ]),
  ].slice(0, Math.floor(plotHeight / lineHeight));
  const heights = apart(
    wanted.map((name) => name.y),
    lineHeight,
    [top, bottom],
  );
  const from = right + sample.gap;
  return wanted
    .flatMap(({ name, stroke }, at) => {
      const height = heights[at] ?? top;
      return [
        path(
          [
            [from, height],
            [from + sample.length, height],
          ],
          stroke,
        ),
        text(name, { x: from + sample.length + sample.behind, y: height + 6.5 }),
      ];
    })
    .join('');
}
