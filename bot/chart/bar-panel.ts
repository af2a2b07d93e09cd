// Sizes side by side: a name, a bar, and its value in words. Pure.
import type { Bar, BarPanel } from '../../core/cards/chart.ts';
import { drawable, scale } from './axis.ts';
import { emptyPart, type Part, panelTitle } from './line-panel.ts';
import { path, rectangle, shape, text } from './svg.ts';
import { fitted, textWidth } from './text.ts';
import { colours, dashes, lineHeight, margin, sizes, width } from './theme.ts';

const most = 12;
const rowHeight = 33;
const barHeight = 17;
const widest = { name: 220, said: 230 };
/** Left of the names: a diamond before those that are bad. */
const signRoom = 22;

export function barPanel({ title, bars, threshold, full, empty }: BarPanel): Part {
  const shown = bars.slice(0, most).map((bar) => ({
    ...bar,
    value: Math.max(0, drawable(bar.value) ?? 0),
    name: fitted(bar.name, widest.name, { size: sizes.label }),
    said: fitted(bar.said, widest.said, { size: sizes.label }),
  }));
  if (shown.length === 0) return emptyPart(title, empty);
  const limit = drawable(threshold?.value ?? null);
  const largest = Math.max(...shown.map(({ value }) => value), limit ?? 0) || 1;
  const left = margin + signRoom + Math.max(...shown.map(({ name }) => textWidth(name, sizes.label))) + 14;
  const right = width - margin - Math.max(...shown.map(({ said }) => textWidth(said, sizes.label))) - 14;
  const x = scale(0, drawable(full) || largest, [left, right]);
  const top = lineHeight + 12 + (limit === null ? 0 : lineHeight);
  const bottom = top + shown.length * rowHeight;
  const body = [
    panelTitle(title, ''),
    ...shown.map((bar, at) => row(bar, { y: top + at * rowHeight, left, right, end: x(bar.value) })),
    ...(threshold === null || limit === null ? [] : [limitLine(threshold.name, x(limit), { top, bottom })]),
  ];
  return { height: bottom + 10, body: body.join('') };
}

function row(
  { name, said, look }: Bar,
  { y, left, right, end }: { y: number; left: number; right: number; end: number },
): string {
  const middle = y + rowHeight / 2;
  const track = { x: left, y: middle - barHeight / 2, width: right - left, height: barHeight };
  const fill = { main: colours.line, bad: colours.bad, muted: colours.muted }[look];
  return [
    look === 'bad' ? shape('diamond', [margin + 7, middle], { size: 6, fill: colours.bad }) : '',
    text(name, { x: margin + signRoom, y: middle + 6.5 }),
    rectangle(track, { rx: 3, fill: colours.grid, 'fill-opacity': 0.6 }),
    end > left ? rectangle({ ...track, width: Math.max(3, end - left) }, { rx: 3, fill }) : '',
    text(said, { x: width - margin, y: middle + 6.5, anchor: 'end' }),
  ].join('');
}

function limitLine(name: string, x: number, { top, bottom }: { top: number; bottom: number }): string {
  const said = fitted(name, widest.said, { size: sizes.label });
  const half = textWidth(said, sizes.label) / 2;
  const middle = Math.min(width - margin - half, Math.max(margin + half, x));
  return [
    path(
      [
        [x, top],
        [x, bottom],
      ],
      { stroke: colours.threshold, dash: dashes.threshold },
    ),
    text(said, { x: middle, y: top - 8, anchor: 'middle' }),
  ].join('');
}
