// Discord's Markdown as HTML. Pure. Whatever it holds, nothing of it becomes markup that is not ours.

export interface Names {
  readonly now: number;
  /** The name of a person, a role or a channel; null = nobody knows. */
  nameOf(id: string): string | null;
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

interface Rule {
  readonly pattern: RegExp;
  html(parts: readonly string[], names: Names): string;
}

const wrap =
  (tag: string): Rule['html'] =>
  ([, inner = ''], names) =>
    `<${tag}>${inline(inner, names)}</${tag}>`;

const mention = (text: string) => `<span class="mention">${escaped(text)}</span>`;
const link = (url: string, html: string) => `<a href="${escaped(url)}">${html}</a>`;

/** In the order in which they are tried at one place. */
const rules: readonly Rule[] = [
  { pattern: /^\\([^A-Za-z0-9\s])/, html: ([, mark = '']) => escaped(mark) },
  { pattern: /^(`+)([^`][\s\S]*?)\1(?!`)/, html: ([, , code = '']) => `<code>${escaped(code)}</code>` },
  { pattern: /^\*\*([\s\S]+?)\*\*(?!\*)/, html: wrap('strong') },
  { pattern: /^__([\s\S]+?)__(?!_)/, html: wrap('u') },
  { pattern: /^\*(?!\s)([^*]+?)\*(?!\*)/, html: wrap('em') },
  { pattern: /^_([^_]+?)_(?![A-Za-z0-9_])/, html: wrap('em') },
  { pattern: /^~~([\s\S]+?)~~/, html: wrap('s') },
  {
    pattern: /^\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/(?:\\.|[^\s)>\\])+)>?\)/,
    html: ([, text = '', url = ''], names) => link(url.replaceAll(/\\(.)/g, '$1'), inline(text, names)),
  },
  { pattern: /^<(https?:\/\/[^\s>]+)>/, html: ([, url = '']) => link(url, escaped(url)) },
  { pattern: /^https?:\/\/[^\s<)]+/, html: ([url = '']) => link(url, escaped(url)) },
  {
    pattern: /^<t:(-?\d+)(?::([a-zA-Z]))?>/,
    html: ([, seconds = '0', style = 'f'], { now }) => {
      const at = Number(seconds) * 1_000;
      return `<span class="time" title="${escaped(moment(at, 'F'))}">${escaped(style === 'R' ? ago(at, now) : moment(at, style))}</span>`;
    },
  },
  { pattern: /^<@!?(\d+)>/, html: ([, id = ''], { nameOf }) => mention(`@${nameOf(id) ?? 'unknown-user'}`) },
  { pattern: /^<@&(\d+)>/, html: ([, id = ''], { nameOf }) => mention(`@${nameOf(id) ?? 'role'}`) },
  { pattern: /^<#(\d+)>/, html: ([, id = ''], { nameOf }) => mention(`#${nameOf(id) ?? 'unknown'}`) },
  { pattern: /^<\/([^:>]+):\d+>/, html: ([, name = '']) => mention(`/${name}`) },
  { pattern: /^@(everyone|here)\b/, html: ([text = '']) => mention(text) },
  { pattern: /^\n/, html: () => '<br>' },
];

/** Text inside a line: marks, links, times, mentions. */
export function inline(text: string, names: Names): string {
  let html = '';
  let rest = text;
  let before = ' ';
  while (rest !== '') {
    const found = matchOf(rest, before);
    const taken = found?.parts[0] ?? rest.slice(0, 1);
    html += found === null ? escaped(taken) : found.rule.html(found.parts, names);
    before = taken.slice(-1);
    rest = rest.slice(taken.length);
  }
  return html;
}

function matchOf(rest: string, before: string): { rule: Rule; parts: readonly string[] } | null {
  // snake_case is no emphasis.
  if (rest.startsWith('_') && /\w/.test(before)) return null;
  for (const rule of rules) {
    const parts = rule.pattern.exec(rest);
    if (parts !== null) return { rule, parts };
  }
  return null;
}

/** A whole text: code blocks, headings, lists, quotes, and lines. */
export function markdown(text: string, names: Names): string {
  return text
    .split(/(```[\s\S]*?```)/)
    .map((part) => (part.startsWith('```') && part.length > 5 ? codeBlock(part) : lines(part, names)))
    .join('');
}

function codeBlock(part: string): string {
  const code = part
    .slice(3, -3)
    .replace(/^[a-z0-9+-]*\n/i, '')
    .replace(/\n$/, '');
  return `<pre>${escaped(code)}</pre>`;
}

const blocks: readonly (readonly [RegExp, string])[] = [
  [/^# (.+)$/, 'h1'],
  [/^## (.+)$/, 'h2'],
  [/^### (.+)$/, 'h3'],
  [/^-# (.+)$/, 'small'],
  [/^> (.+)$/, 'blockquote'],
  [/^(?:[-*]) (.+)$/, 'li'],
];

function lines(part: string, names: Names): string {
  const trimmed = part.replace(/^\n/, '').replace(/\n$/, '');
  if (trimmed === '') return '';
  const rendered = trimmed.split('\n').map((line) => {
    const block = blocks.find(([pattern]) => pattern.test(line));
    if (block === undefined) return { html: inline(line, names), block: false };
    const [pattern, tag] = block;
    return { html: `<${tag}>${inline(pattern.exec(line)?.[1] ?? '', names)}</${tag}>`, block: true };
  });
  return rendered
    .map(({ html, block }, at) => (block || at === rendered.length - 1 ? html : `${html}<br>`))
    .join('');
}

const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

export function moment(at: number, style: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...styles[style] }).format(at);
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function ago(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1_000);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  const count = Math.round(Math.abs(seconds) / size);
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}
