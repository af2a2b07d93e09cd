import { describe, expect, it } from 'vitest';
import { completeFeatures, exampleRow, parseFeatures } from '../../bot/commands/features.ts';
import { AppError } from '../../core/errors.ts';
import { asked, named, run } from './asked.ts';
import { opsDouble } from './ops-double.ts';

describe('/predict without features', () => {
  it('has a form with a typical row, which it reads back', async () => {
    const form = await named('predict').form?.(asked({ watch: 'demo' }).call);
    expect(form?.title).toBe('Predict - demo');
    const text = form?.fields[0]?.value ?? '';
    expect(text).toBe('age=38.1,\nincome=1200,\nzip=01234,\nhome town="Rome, IT"');
    const { ops } = opsDouble();
    expect(parseFeatures(text, await ops.featuresOf(undefined))).toEqual({
      age: 38.1,
      income: 1200,
      zip: '01234',
      'home town': 'Rome, IT',
    });
  });

  it('shows whole features only, as many as fit', async () => {
    const { ops } = opsDouble();
    expect(exampleRow(await ops.featuresOf(undefined), 25)).toBe('age=38.1,\nincome=1200');
  });
});

describe('/predict features', () => {
  const { ops } = opsDouble();
  const parse = async (text: string) => parseFeatures(text, await ops.featuresOf(undefined));
  const complete = async (typed: string) => completeFeatures(typed, await ops.featuresOf(undefined));

  it.each<[string, Record<string, number | string | null>]>([
    ['age=42', { age: 42 }],
    ['age=42, income=-1.5e3', { age: 42, income: -1500 }],
    ['  age = 42 ,income=  .5 , ', { age: 42, income: 0.5 }],
    ['zip=01234, age="42"', { zip: '01234', age: '42' }],
    ['home town="Rome, IT"', { 'home town': 'Rome, IT' }],
    ['"odd, name"=1', { 'odd, name': 1 }],
    ['note="say \\"hi\\" = ok"', { note: 'say "hi" = ok' }],
    ['age=', { age: null }],
    ['age=, income=3', { age: null, income: 3 }],
    ['unheard_of=1.2.3', { unheard_of: '1.2.3' }],
    ['__proto__=1', JSON.parse('{"__proto__": 1}')],
    ['city=東京', { city: '東京' }],
  ])('reads %s', async (text, row) => {
    const parsed = await parse(text);
    expect(Object.entries(parsed)).toEqual(Object.entries(row));
  });

  it.each(['', '   ', 'age', 'age 42', '=42', 'age=1, age=2', 'age="4', ','])('refuses %j', async (text) => {
    await expect(parse(text)).rejects.toBeInstanceOf(AppError);
    await expect(parse(text)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('offers each feature with its example, and the whole row', async () => {
    expect(await complete('')).toEqual([
      'age=38.1',
      'income=1200',
      'zip=01234',
      'home town="Rome, IT"',
      'age=38.1, income=1200, zip=01234, home town="Rome, IT"',
    ]);
  });

  it('goes on with what is not given yet', async () => {
    expect(await complete('age=42, in')).toEqual(['age=42, income=1200']);
    expect(await complete('age=42')).toEqual([
      'age=42, income=1200',
      'age=42, zip=01234',
      'age=42, home town="Rome, IT"',
      'age=42, income=1200, zip=01234, home town="Rome, IT"',
    ]);
    expect(await complete('home town="Rome, IT", age=1, income=2, zip=3, ')).toEqual([]);
  });

  it('offers only what it can read back', async () => {
    for (const offered of await complete('')) expect(await parse(offered)).toBeTypeOf('object');
  });

  it('passes names it does not know to the operation, whose error says what is known', async () => {
    const { calls } = await run('predict', { features: 'agee=1', watch: 'demo' });
    expect(calls).toEqual([['predict', { watch: 'demo', rows: [{ agee: 1 }] }]]);
  });
});
