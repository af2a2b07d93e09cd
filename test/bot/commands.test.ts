import { describe, expect, it } from 'vitest';
import type { Args, Command } from '../../bot/commands/command.ts';
import { completeFeatures, parseFeatures } from '../../bot/commands/features.ts';
import { commands, groups } from '../../bot/commands/index.ts';
import type { Card } from '../../core/cards/card.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { AppError } from '../../core/errors.ts';
import { everyWord, words } from '../core/cards/words.ts';
import { ada, opsDouble, still } from './ops-double.ts';

function named(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new TypeError(`no command ${name}`);
  return found;
}

async function run(name: string, args: Args = {}, channelWatch: string | null = null) {
  const { ops, calls } = opsDouble();
  const shown: Card[] = [];
  const show = (card: Card) => void shown.push(card);
  const card = await named(name).run({
    ops,
    caller: ada,
    clock: still,
    args,
    words: wordsOf('en'),
    channelWatch,
    show,
  });
  return { card, calls, shown };
}

describe('the table of commands', () => {
  it('keeps within what Discord accepts of a command', () => {
    // https://discord.com/developers/docs/interactions/application-commands
    for (const { name, description, options } of commands) {
      expect(name).toMatch(/^[-_a-z0-9]{1,32}( [-_a-z0-9]{1,32})?$/);
      for (const text of Object.values(description)) expect(text.length).toBeLessThanOrEqual(100);
      expect(options.length).toBeLessThanOrEqual(25);
      const required = options.map((option) => option.required);
      expect(required).toEqual([...required].sort((first, second) => Number(second) - Number(first)));
      for (const option of options) {
        expect(option.name).toMatch(/^[-_a-z0-9]{1,32}$/);
        for (const text of Object.values(option.description)) expect(text.length).toBeLessThanOrEqual(100);
        expect(option.choices === undefined || option.complete === undefined).toBe(true);
      }
    }
  });

  it('gives every command a French name of as many words, and no two the same', () => {
    const local = commands.map(({ localName = '' }) => localName);
    for (const [at, { name }] of commands.entries())
      expect(local[at]?.split(' ')).toHaveLength(name.split(' ').length);
    expect(local.every((name) => /^[-_a-z0-9]{1,32}( [-_a-z0-9]{1,32})?$/.test(name))).toBe(true);
    const all = commands.flatMap(({ name, localName }) => (name === localName ? [name] : [name, localName]));
    expect(new Set(all).size).toBe(all.length);
  });

  it('has no command that is the name of a group as well, and says what each group is about', () => {
    const words = commands.map(({ name }) => name.split(' '));
    const first = new Set(words.filter(({ length }) => length > 1).map(([word]) => word));
    expect(words.filter(([word, second]) => second === undefined && first.has(word))).toEqual([]);
    expect(new Set(Object.keys(groups))).toEqual(first);
    for (const text of Object.values(groups).flatMap((about) => Object.values(about)))
      expect(text.length).toBeLessThanOrEqual(100);
  });

  it('has each command once, and each asks for the scope its operation checks', () => {
    expect(Object.fromEntries(commands.map(({ name, scope }) => [name, scope]))).toEqual({
      status: 'read',
      drift: 'read',
      predict: 'predict',
      retrain: 'operate',
      cancel: 'operate',
      train: 'operate',
      label: 'operate',
      'model list': 'read',
      'model info': 'read',
      'model compare': 'read',
      promote: 'admin',
      rollback: 'operate',
      'alerts list': 'read',
      'alerts ack': 'operate',
      'alerts snooze': 'operate',
      'alerts unsnooze': 'operate',
      'alerts expected': 'operate',
      'alerts resolve': 'operate',
      'alerts test': 'operate',
      simulate: 'operate',
      jobs: 'read',
      help: 'read',
    });
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  });
});

describe('commands', () => {
  it('hand an operation exactly what was given', async () => {
    expect((await run('retrain', { watch: 'demo', reason: 'weekly' })).calls).toEqual([
      ['retrain', { watch: 'demo', reason: 'weekly', trigger: 'manual' }],
    ]);
    expect((await run('train', { force: true })).calls).toEqual([['train', { force: true }]]);
    expect((await run('rollback')).calls).toEqual([['rollback', {}]]);
    expect((await run('alerts expected', { reason: 'sale' })).calls).toEqual([
      ['expected', { reason: 'sale' }],
    ]);
    const meant = { watch: 'demo', incident: 4 };
    expect((await run('alerts ack', { ...meant, note: 'mine' })).calls).toEqual([
      ['acknowledge', { ...meant, note: 'mine' }],
    ]);
    expect((await run('alerts snooze', { ...meant, for: '6h' })).calls).toEqual([
      ['snooze', { ...meant, for: '6h' }],
    ]);
    expect((await run('alerts unsnooze', meant)).calls).toEqual([['unsnooze', meant]]);
    expect((await run('alerts resolve', meant)).calls).toEqual([['resolve', meant]]);
    expect((await run('alerts test', { watch: 'demo' })).calls).toEqual([['testCard', { watch: 'demo' }]]);
    expect((await run('simulate', { scenario: 'concept', strength: 2 })).calls).toEqual([
      ['simulate', { scenario: 'concept', strength: 2 }],
    ]);
    expect((await run('label', { id: 'p-1', label: 'yes', watch: 'demo' })).calls).toEqual([
      ['label', { watch: 'demo', labels: [{ id: 'p-1', label: 'yes' }] }],
    ]);
  });

  it('read the watch of the channel unless another is named, and never write to it unasked', async () => {
    expect((await run('drift', {}, 'churn')).calls).toEqual([['drift', { watch: 'churn' }]]);
    expect((await run('drift', { watch: 'demo' }, 'churn')).calls).toEqual([['drift', { watch: 'demo' }]]);
    expect((await run('retrain', {}, 'churn')).calls).toEqual([['retrain', { trigger: 'manual' }]]);
  });

  it('check before they report when asked to', async () => {
    const { calls, card } = await run('drift', { watch: 'demo', run: 'now' });
    expect(calls.map(([operation]) => operation)).toEqual(['check', 'drift']);
    expect(everyWord(card)).toContain('50 new rows in 1 check.');
  });

  it('show everything about the window when asked to, after a check where one is asked for too', async () => {
    const { calls, card } = await run('drift', { view: 'report' }, 'churn');
    expect(calls).toEqual([['report', { watch: 'churn' }]]);
    expect(card.title).toBe('🔎 Full report: 3 columns moved - demo v3');
    const both = await run('drift', { run: 'now', view: 'report' });
    expect(both.calls.map(([operation]) => operation)).toEqual(['check', 'report']);
  });

  it('show the steps of long work, then the result', async () => {
    const { shown, card } = await run('retrain', { watch: 'demo' });
    expect(shown.map(({ summary }) => words(summary))).toEqual([
      '▰▰▱▱▱▱▱▱▱▱ 20 % training on last 500 rows',
      '▰▰▰▰▰▰▰▰▰▱ 90 % judging on 200 holdout rows',
    ]);
    expect(card.title).toBe('✅ Retrained demo v7 -> v8');
  });

  it('offer to stop work that can be stopped, from the first step on', async () => {
    const { shown } = await run('retrain', { watch: 'demo' });
    for (const { actions } of shown)
      expect(actions).toMatchObject([{ label: 'Cancel', command: 'cancel', args: { watch: 'demo' } }]);
    const { card, calls } = await run('cancel', { watch: 'demo' });
    expect(calls).toEqual([['cancel', { watch: 'demo' }]]);
    expect(card.title).toBe('⏹️ Asked to stop: retrain - demo');
    expect(words(card.summary)).toMatch(/^It was started by bob @\d+\. It ends within seconds/);
  });

  it('say who rolled back', async () => {
    const { card } = await run('rollback');
    expect(card.title).toBe('↩️ Rolled back demo v3 -> v2');
    expect(words(card.summary)).toContain('ada');
  });

  it('say what joined the reference of a change that was expected', async () => {
    const { card } = await run('alerts expected');
    expect(card.title).toBe('✅ Change taken as expected - demo v8');
    expect(words(card.summary)).toBe(
      '120 rows since the change joined the reference, which now holds 2,120 rows. ' +
        'The model is the same; incident #4 is closed and counts as no false alarm.',
    );
  });

  it('explain themselves', async () => {
    const all = await run('help');
    for (const { name, description } of commands.filter(({ name }) => name !== 'help')) {
      expect(everyWord(all.card)).toContain(`/${name}`);
      expect(everyWord(all.card)).toContain(description.en);
    }
    const one = await run('help', { command: '/label' });
    expect(everyWord(one.card)).toContain('/label id:... label:... [watch:...]');
    await expect(run('help', { command: 'lable' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('offer the watches there are, those that begin like what was typed first', async () => {
    const watch = named('drift').options.find(({ name }) => name === 'watch');
    const { ops } = opsDouble({ watchNames: () => ['my-demo', 'demo', 'churn'] });
    expect(await watch?.complete?.(ops, 'de', {})).toEqual(['demo', 'my-demo']);
    expect(await watch?.complete?.(ops, '', {})).toEqual(['my-demo', 'demo', 'churn']);
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
