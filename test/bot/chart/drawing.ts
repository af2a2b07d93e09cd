// Charts for tests, and what can be asked of a drawing.
import type { BarPanel, Chart, LinePanel, Panel } from '../../../core/cards/chart.ts';

export const noon = Date.UTC(2026, 10, 22, 12);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export function chartWith(panels: readonly Panel[], facts: Partial<Chart> = {}): Chart {
  return {
    title: 'demo - drift',
    alt: 'A picture',
    locale: 'en-GB',
    timezone: 'UTC',
    panels,
    leftOut: '',
    ...facts,
  };
}

/** Scores at, or under, a threshold of 0.2. */
export function scores(facts: Partial<LinePanel> = {}): LinePanel {
  return {
    kind: 'line',
    title: 'Drift score',
    lines: [],
    threshold: { value: 0.2, name: 'threshold 0.20', bad: 'above' },
    marks: [],
    axis: { shows: [0], limits: [0, 1] },
    empty: 'No checks yet',
    ...facts,
  };
}

/** One main line with a value every `step`, the last of them at noon. */
export function lineOf(
  values: readonly (number | null)[],
  step: number = 2 * minute,
  name = 'score',
): LinePanel['lines'][number] {
  const points = values.map((value, at) => [noon - (values.length - 1 - at) * step, value] as const);
  return { name, look: 'main', points };
}

export function barsOf(facts: Partial<BarPanel> = {}): BarPanel {
  return {
    kind: 'bars',
    title: 'What moved',
    bars: [],
    threshold: null,
    full: 1,
    empty: 'Nothing',
    ...facts,
  };
}

interface Drawn {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of text elements. */
  readonly text: string;
  /** Translation of the group it stands in. */
  readonly down: number;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

interface Token {
  readonly closing: boolean;
  readonly name: string;
  readonly given: string;
  readonly empty: boolean;
  /** What follows it. */
  readonly text: string;
}

const token = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<>]*")*)(\/?)>([^<]*)/y;

function tokensOf(svg: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < svg.length; ) {
    token.lastIndex = at;
    const found = token.exec(svg);
    if (found === null) throw new Error(`not well-formed: ${svg.slice(at, at + 80)}`);
    const [whole, closing, name = '', given = '', empty, text = ''] = found;
    tokens.push({ closing: closing === '/', name, given, empty: empty === '/', text });
    at += whole.length;
  }
  return tokens;
}

/** Every element, in order. @throws Error for what is not well-formed, as strictly as our own SVG allows */
export function elementsOf(svg: string): Drawn[] {
  const found: Drawn[] = [];
  const open: string[] = [];
  let down = 0;
  for (const { closing, name, given, empty, text } of tokensOf(svg)) {
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes something else`);
      continue;
    }
    const attributes = attributesOf(given);
    down = Number(/^translate\(0 (\d+)\)$/.exec(attributes['transform'] ?? '')?.[1] ?? down);
    found.push({ name, attributes, text: unescaped(text), down });
    if (!empty) open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(', ')}`);
  return found;
}

function attributesOf(given: string): Record<string, string> {
  const pairs = [...given.matchAll(/ ([a-zA-Z:-]+)="([^"]*)"/g)];
  const names = new Set(pairs.map(([, name]) => name));
  if (names.size < pairs.length) throw new Error(`an attribute twice: ${given}`);
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  const odd = /&(?!(?:lt|gt|quot|apos|amp);)|\p{Cc}|[\ud800-\udfff](?<!\p{Cs}\p{Cs})/u;
  if (odd.test(text)) throw new Error(`not XML text: ${text}`);
  return text.replace(/&([a-z]+);/g, (_, name: string) => entities[name] ?? '');
}

export function textsOf(svg: string): string[] {
  return elementsOf(svg).flatMap(({ name, text }) => (name === 'text' ? [text] : []));
}
