import { describe, expect, it } from 'vitest';
import { commands, groups } from '../../bot/commands/index.ts';
import { everyWord, words } from '../core/cards/words.ts';
import { named, run } from './asked.ts';
import { opsDouble } from './ops-double.ts';

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
      'config show': 'admin',
      'config set': 'admin',
      'config reset': 'admin',
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
      approve: 'operate',
      'quarantine list': 'read',
      'quarantine release': 'operate',
      'quarantine discard': 'operate',
      reject: 'operate',
      promote: 'admin',
      history: 'read',
      'alerts threshold': 'operate',
      rollback: 'operate',
      'alerts list': 'read',
      'alerts ack': 'operate',
      'alerts snooze': 'operate',
      'alerts unsnooze': 'operate',
      'alerts expected': 'operate',
      'alerts resolve': 'operate',
      'alerts test': 'operate',
      'digest now': 'read',
      'digest set': 'operate',
      'digest reset': 'operate',
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
