import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../core/json-fault.ts';

describe('the place where a text stops being JSON', () => {
  it.each([
    ['a word that is none', '{"a": secret}', 1, 7],
    ['a comma before the end of an object', '{"a": 1,}', 1, 9],
    ['a comma before the end of a list', '[1,\n2,\n]', 3, 1],
    ['a comma that is missing', '[1 2]', 1, 4],
    ['a colon that is missing', '{"a" 1}', 1, 6],
    ['a key without quotes', '{\n  name: 1\n}', 2, 3],
    ['a bracket of the other kind', '[1}', 1, 3],
    ['a string that does not end', '["abc]', 1, 2],
    ['a line break within a string', '["a\nb"]', 1, 2],
    ['an escape that is none', '["\\x"]', 1, 2],
    ['a number with a leading zero', '[01]', 1, 3],
    ['something after the end', '[]\n[]', 2, 1],
    ['a comment', '[\n// why\n1]', 2, 1],
    ['an end that comes too early', '{"a": [1,', 1, 10],
    ['an empty file', '', 1, 1],
  ])('is %s', (_, text, line, column) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonFault(text)).toEqual({ line, column });
  });

  it('is the end of every text that is JSON, and inside every text a stray character is put into', () => {
    const stray = '\u0000';
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, where) => {
        expect(jsonFault(text)).toEqual({ line: 1, column: text.length + 1 });
        const at = where % (text.length + 1);
        const broken = `${text.slice(0, at)}${stray}${text.slice(at)}`;
        // At the stray character itself, or at the start of the token it breaks.
        expect(jsonFault(broken).column).toBeLessThanOrEqual(at + 1);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('is where Node says, when Node says where and means no token', () => {
    for (const text of ['{"a":1,}', '[1 2]', '[1,2', '[1]x', '{"a" 1}', '{a:1}']) {
      expect(positionOf(text)).toBe(jsonFault(text).column - 1);
    }
  });
});

/** The position JSON.parse gives; not every message of every Node has one. */
function positionOf(text: string): number {
  try {
    JSON.parse(text);
  } catch (cause) {
    return Number(/position (\d+)/.exec(String(cause))?.[1]);
  }
  return Number.NaN;
}
