import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlOf } from '../../../core/onnx/yaml.ts';

/** What YAML, JSON or a reader of either gives a meaning to, or refuses. */
const hard = [...'a1 \'"\\\n\t\r#:-?{[&*!|>%@`~,.\0\x7f\u0085\u2028\ufeff\u0301é東🙂', '---', 'null', ': '];

describe('YAML', () => {
  it('is in blocks, with every text in quotes', () => {
    const document = {
      name: "l'été: #1",
      size: 12,
      code: null,
      exact: true,
      nested: { list: ['- a', { pip: ['b==1', 'c'] }], of: 'yes' },
    };
    expect(yamlOf(document)).toBe(`name: 'l''été: #1'
size: 12
code: null
exact: true
nested:
  list:
    - '- a'
    - pip:
        - 'b==1'
        - 'c'
  of: 'yes'
`);
  });

  it.each([
    ['a\nb', '"a\\nb"'],
    ['\u0085', '"\\u0085"'],
    ['\u2028🙂', '"\\u2028\\U0001f642"'],
    ['\0', '"\\u0000"'],
    ['é\t"\\', '"\\u00e9\\t\\"\\\\"'],
    ['\ud83d', "'\uFFFD'"],
  ])('tells %j, which is not all printable, by numbers', (text, written) => {
    expect(yamlOf({ text })).toBe(`text: ${written}\n`);
  });

  it('is read back as it was, whatever the texts', () => {
    const texts = fc.string({ unit: fc.constantFrom(...hard), maxLength: 8 });
    fc.assert(
      fc.property(texts, fc.array(texts, { minLength: 1, maxLength: 3 }), (text, list) => {
        expect(parse(yamlOf({ text, deep: { list } }))).toEqual({ text, deep: { list } });
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});
