// Chart -> SVG. Pure: the same chart is the same text, byte for byte.
import type { BarPanel, Chart } from '../../core/cards/chart.ts';
import { barPanel } from './bar-panel.ts';
import { type Measured, measured, plotOf } from './layout.ts';
import { linePanel, type Part } from './line-panel.ts';
import { element, rectangle, text } from './svg.ts';
import { fitted } from './text.ts';
import { colours, margin, sizes, width } from './theme.ts';

const family = 'Inter';
const titleHeight = 50;
const between = 18;

/** 800 units wide, as high as its panels. */
export function toSvg(chart: Chart): string {
  const title = fitted(chart.title, width - 2 * margin, { size: sizes.title, bold: true });
  const head: Part = {
    height: title === '' ? 0 : titleHeight,
    body: text(title, { x: margin, y: 26, size: sizes.title, bold: true }),
  };
  let y = margin;
  let body = '';
  for (const [at, part] of [head, ...partsOf(chart)].entries()) {
    if (at > 1) y += between;
    body += element('g', { transform: `translate(0 ${Math.round(y)})` }, part.body);
    y += part.height;
  }
  const height = Math.ceil(y + margin - 8);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': family,
    },
    rectangle({ x: 0, y: 0, width, height }, { fill: colours.background }) + body,
  );
}

function partsOf({ panels, ...zone }: Chart): Part[] {
  const all = panels.map((panel) => (panel.kind === 'line' ? measured(panel, zone.locale) : panel));
  const plot = plotOf(zone, all.filter(isMeasured));
  return all.map((panel, at) => {
    if (!isMeasured(panel)) return barPanel(panel);
    return linePanel(panel, plot, { id: `bad${at}`, axis: isLast(all.slice(at + 1)) });
  });
}

function isMeasured(panel: Measured | BarPanel): panel is Measured {
  return 'lines' in panel;
}

/** Panels of lines on top of one another share the time axis below the last of them that holds a line. */
function isLast(below: readonly (Measured | BarPanel)[]): boolean {
  const next = below.find((panel) => !isMeasured(panel) || panel.lines.length > 0);
  return next === undefined || !isMeasured(next);
}
