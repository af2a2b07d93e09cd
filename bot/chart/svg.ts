// The few elements of SVG that charts are made of, as text. Pure.
import { colours, sizes } from './theme.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Hundredths of a unit: finer would be noise in the text and in golden files. */
function written(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100 || 0) : escaped(value);
}

export function element(name: string, attributes: Attributes, inside = ''): string {
  const given = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${written(value)}"`,
  );
  return inside === '' ? `<${name}${given.join('')}/>` : `<${name}${given.join('')}>${inside}</${name}>`;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly bold?: boolean;
  readonly fill?: string;
  /** A rim in the colour of the background, so that lines under the text do not cross it. */
  readonly halo?: boolean;
}

export function text(
  content: string,
  { x, y, anchor, size = sizes.label, bold, fill, halo }: Placed,
): string {
  if (content === '') return '';
  const rim = {
    stroke: colours.background,
    'stroke-width': 6,
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
  };
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      fill: fill ?? colours.text,
      'font-weight': bold === true ? 700 : undefined,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      ...(halo === true ? rim : {}),
    },
    escaped(content),
  );
}

export interface Stroke {
  readonly stroke: string;
  readonly width?: number;
  readonly dash?: string;
  readonly more?: Attributes;
}

type Point = readonly [x: number, y: number];

export function path(points: readonly Point[], { stroke, width = 2, dash, more = {} }: Stroke): string {
  const d = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${written(x)} ${written(y)}`).join('');
  return element('path', {
    d,
    fill: 'none',
    stroke,
    'stroke-width': width,
    'stroke-dasharray': dash,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
    ...more,
  });
}

export function rectangle(
  box: { x: number; y: number; width: number; height: number },
  more: Attributes = {},
): string {
  return element('rect', { ...box, ...more });
}

export type Shape = 'circle' | 'diamond' | 'triangle';

/** A mark whose shape says what its colour says. */
export function shape(kind: Shape, [x, y]: Point, { size, fill }: { size: number; fill: string }): string {
  const rim = { fill, stroke: colours.background, 'stroke-width': 1.5 };
  if (kind === 'circle') return element('circle', { cx: x, cy: y, r: size, ...rim });
  const corners: readonly Point[] =
    kind === 'diamond'
      ? [
          [x, y - size * 1.35],
          [x + size * 1.35, y],
          [x, y + size * 1.35],
          [x - size * 1.35, y],
        ]
      : [
          [x, y - size * 1.2],
          [x + size * 1.25, y + size],
          [x - size * 1.25, y + size],
        ];
  return element('path', {
    d: `${corners.map(([cx, cy], at) => `${at === 0 ? 'M' : 'L'}${written(cx)} ${written(cy)}`).join('')}Z`,
    ...rim,
  });
}
