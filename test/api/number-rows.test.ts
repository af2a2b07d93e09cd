// Bodies read from their bytes are what JSON.parse makes of them, or are left to it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberRowsReader } from '../../api/number-rows.ts';
import { recordsOf } from '../../core/frame/number-rows.ts';

const limit = 65_536;
const read = numberRowsReader(limit);
const seed = 23;

/** What the reader makes of a text, as JSON.parse would tell it. */
function told(text: string | Buffer): unknown {
  const found = read(Buffer.from(text));
  return found === null ? null : { ...found, rows: recordsOf(found.rows) };
}

const digits = (most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most }).map((list) => list.join(''));
const whole = digits(20).map((text) => text.replace(/^0+(?=\d)/, ''));
/** Numbers as JSON may spell them, with up to 40 digits. */
const spelled = fc
  .tuple(fc.constantFrom('', '-'), whole, fc.option(digits(20)))
  .map(([sign, before, after]) => `${sign}${before}${after === null ? '' : `.${after}`}`);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.integer().map(String),
  fc.double({ min: -10, max: 10, noNaN: true }).map((value) => value.toFixed(6)),
  spelled,
);
const white = fc.constantFrom('', ' ', '\n  ', '\t', '\r\n');
const name = fc.oneof(fc.constantFrom('', 'f1', 'a b', '7', '{', '[', 'rows', 'watch', '~'), fc.string());

interface Spaced {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly gap: string;
  readonly watch: string | null;
  readonly first: boolean;
}

const spaced: fc.Arbitrary<Spaced> = fc.uniqueArray(name, { minLength: 1, maxLength: 6 }).chain((names) =>
  fc.record({
    names: fc.constant(names),
    rows: fc.array(fc.array(number, { minLength: names.length, maxLength: names.length }), {
      minLength: 1,
      maxLength: 6,
    }),
    gap: white,
    watch: fc.option(fc.string()),
    first: fc.boolean(),
  }),
);

function bodyOf({ names, rows, gap, watch, first }: Spaced): string {
  const row = (cells: readonly string[]) =>
    `{${gap}${cells.map((cell, at) => `${JSON.stringify(names[at])}${gap}:${gap}${cell}`).join(`,${gap}`)}${gap}}`;
  const list = `"rows"${gap}:${gap}[${gap}${rows.map(row).join(`${gap},${gap}`)}${gap}]`;
  const named = watch === null ? [] : [`"watch":${gap}${JSON.stringify(watch)}`];
  return `${gap}{${(first ? [...named, list] : [list, ...named]).join(`,${gap}`)}${gap}}${gap}`;
}

describe('rows of numbers', () => {
  it('are read as JSON.parse reads them, to the last bit, or not at all', () => {
    let seen = 0;
    fc.assert(
      fc.property(spaced, (given) => {
        const text = bodyOf(given);
        const found = told(text);
        if (found === null) return;
        seen += 1;
        // toEqual tells -0 from 0.
        expect(found).toEqual(JSON.parse(text));
      }),
      { numRuns: 3_000, seed },
    );
    expect(seen).toBeGreaterThan(300);
  });

  it('are read no further than a body goes, whatever was in the one before', () => {
    const text = '{"rows":[{"a":12,"b":3.25},{"a":4,"b":5}]}';
    expect(told(text)).toEqual(JSON.parse(text));
    for (let length = 0; length < text.length; length++)
      expect(told(text.slice(0, length)), `${length}`).toBeNull();
  });

  it('with a byte that is another one are read as JSON.parse reads them, or not at all', () => {
    const text = '{"watch":"shop", "rows":[{"a": 12.5,"b":-3},{"a": 0,"b":170.25}]}';
    const change = fc.tuple(
      fc.nat(text.length - 1),
      fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('{}[]",.-0eE'))),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = Buffer.from(text);
        for (const [at, byte] of changes) bytes[at] = byte;
        const found = told(bytes);
        if (found !== null) expect(found).toEqual(JSON.parse(bytes.toString()));
      }),
      { numRuns: 20_000, seed },
    );
  });

  it.each([
    '{"rows":[{"a":1}]}',
    '{"rows":[{"a":-0}]}',
    '{"rows":[{"a":1,"b":0.5},{"a":2.25,"b":-7}]}',
    '{"rows": [{"a": 0.12345678901234566, "b": 1764.0}, {"a": -98765.43210987654321, "b": 12}]}',
    '{"watch":"shop","rows":[{"a":1}]}',
    '{"rows":[{"a":1}],"watch":"shop"}',
    JSON.stringify(
      {
        watch: 'shop',
        rows: [
          { a: 1, b: 2 },
          { a: 3, b: 4 },
        ],
      },
      null,
      2,
    ),
    JSON.stringify({ rows: Array.from({ length: 1_000 }, (_, at) => ({ x: at / 8 })) }),
  ])('are read in the forms that programs send: %#', (text) => {
    expect(told(text)).toEqual(JSON.parse(text));
  });

  it('are read whichever layout the rows before had', () => {
    for (const text of [
      '{"rows":[{"a":1,"b":2}]}',
      '{"rows":[{"b":1,"a":2}]}',
      '{"rows":[{"a":1}]}',
      '{"rows":[{ "a":1,"b":2}]}',
    ])
      expect(told(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['no rows', '{"rows":[]}'],
    ['more rows than are taken', JSON.stringify({ rows: Array.from({ length: 1_001 }, () => ({ x: 1 })) })],
    ['rows in another order', '{"rows":[{"a":1,"b":2},{"b":1,"a":2}]}'],
    ['a row without a feature', '{"rows":[{"a":1,"b":2},{"a":1}]}'],
    ['an empty row', '{"rows":[{}]}'],
    ['a missing value', '{"rows":[{"a":null}]}'],
    ['a text', '{"rows":[{"a":"1"}]}'],
    ['something nested', '{"rows":[{"a":{"b":1}}]}'],
    ['rows of rows', '{"rows":[[1]]}'],
    ['an exponent', '{"rows":[{"a":1e5}]}'],
    ['an infinite number', '{"rows":[{"a":1e999}]}'],
    ['more digits than a double has', '{"rows":[{"a":123456789012345678901234567890}]}'],
    ['zeros in front', '{"rows":[{"a":01}]}'],
    ['no digit before a point', '{"rows":[{"a":.5}]}'],
    ['no digit behind a point', '{"rows":[{"a":5.}]}'],
    ['two points', '{"rows":[{"a":1.2.3}]}'],
    ['a sign alone', '{"rows":[{"a":-}]}'],
    ['a plus', '{"rows":[{"a":+1}]}'],
    ['the same long', '{"rows":[{"a":+123456789012345678}]}'],
    ['no digit behind a point, long', '{"rows":[{"a":123456789012345.}]}'],
    ['a name twice', '{"rows":[{"a":1,"a":2}]}'],
    ['a name that objects have a meaning for', '{"rows":[{"__proto__":1}]}'],
    ['a name with an escape', '{"rows":[{"\\u0061":1}]}'],
    ['a name beyond ASCII', '{"rows":[{"\u00e4":1}]}'],
    ['explain', '{"rows":[{"a":1}],"explain":true}'],
    ['something else beside', '{"rows":[{"a":1}],"more":1}'],
    ['watch twice', '{"watch":"a","rows":[{"a":1}],"watch":"b"}'],
    ['rows twice', '{"rows":[{"a":1}],"rows":[{"a":2}]}'],
    ['rows inside of something', '{"more":{"rows":[{"a":1}]}}'],
    ['features', '{"features":{"a":1}}'],
    ['a bare row', '{"a":1}'],
    ['a list', '[{"a":1}]'],
    ['a comma too many', '{"rows":[{"a":1},]}'],
    ['bytes behind', '{"rows":[{"a":1}]}x'],
    ['a mark of byte order', '\ufeff{"rows":[{"a":1}]}'],
    ['a space that is none of JSON', '{"rows":[{"a":\u000b1}]}'],
  ])('are left to JSON.parse where there is %s', (_what, text) => {
    expect(told(text)).toBeNull();
  });

  it('are left to it where a layout is larger than the room for it', () => {
    const rows = [Object.fromEntries(Array.from({ length: 4_000 }, (_, at) => [`feature ${at}`, 1]))];
    const large = numberRowsReader(1_000_000);
    expect(large(Buffer.from(JSON.stringify({ rows })))).toBeNull();
    expect(large(Buffer.from('{"rows":[{"a":1}]}'))).not.toBeNull();
  });
});
