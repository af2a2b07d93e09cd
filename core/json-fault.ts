// Where a text stops being JSON (RFC 8259). JSON.parse's own message quotes the text, which may hold a secret. Pure.

const space = /[ \t\r\n]*/y;
const token =
  /[[\]{},:]|"(?:[ !#-[\]-\u{10ffff}]|\\["\\/bfnrt]|\\u[\da-fA-F]{4})*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

const value = { '[': 'first value', '{': 'first key', string: 'end', scalar: 'end' };

/** What may stand in each place, and the place after it. The end of a value is a place in a list, in an object or outside. */
const grammar: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  value,
  'first value': { ...value, ']': 'end' },
  'first key': { string: 'colon', '}': 'end' },
  key: { string: 'colon' },
  colon: { ':': 'value' },
  'end in [': { ',': 'value', ']': 'end' },
  'end in {': { ',': 'key', '}': 'end' },
};

/** Line and column, both from 1, of the first character that cannot stand there; the end when the text just stops. */
export function jsonFault(text: string): { line: number; column: number } {
  const before = text.slice(0, faultAt(text)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function faultAt(text: string): number {
  const open: string[] = [];
  let place = 'value';
  let at = 0;
  for (;;) {
    at += wordAt(space, text, at).length;
    const word = wordAt(token, text, at);
    const next = grammar[place]?.[kindOf(word)];
    if (next === undefined) return at;
    if (word === '[' || word === '{') open.push(word);
    if (word === ']' || word === '}') open.pop();
    place = next === 'end' ? `end in ${open.at(-1) ?? 'nothing'}` : next;
    at += word.length;
  }
}

function wordAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function kindOf(word: string): string {
  if (word.startsWith('"')) return 'string';
  return /^[-\dtfn]/.test(word) ? 'scalar' : word;
}
