// What a person at the prompt can do beside writing commands: press, confirm, be somebody else, change the language.
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../bot/commands/command.ts';
import { runLine, type Shell, startShell } from '../../bot/shell.ts';
import { numbered, pressed } from '../../bot/shell-actions.ts';
import type { Action } from '../../core/cards/card.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { fieldOf } from '../core/cards/words.ts';
import { cardOf, commandOf } from '../fakes/discord/bot.ts';
import { ada, opsDouble, quiet, still } from './ops-double.ts';

const text = (name: string, required = false) =>
  ({ name, description: { en: name, fr: name }, type: 'string', required }) as const;
const button: Action = {
  kind: 'button',
  look: 'main',
  label: 'Ack',
  command: 'alerts ack',
  args: { incident: 'a "4"' },
};
const menu: Action = {
  kind: 'menu',
  label: 'Snooze',
  command: 'snooze',
  args: {},
  name: 'for',
  choices: ['1h', '6h'].map((value) => ({ label: value, value })),
};
const ran: string[] = [];
const echo = (name: string, facts: Partial<Command> = {}) =>
  commandOf(
    name,
    async ({ args, caller, words }) => {
      ran.push(`${name} ${JSON.stringify(args)} as ${caller.role}`);
      return cardOf(`${name} done, ${words.tag}`);
    },
    facts,
  );
const commands = [
  commandOf('status', async () => ({ ...cardOf('Status'), actions: [button, menu] })),
  echo('alerts ack', { options: [text('incident')] }),
  echo('snooze', { options: [text('for')] }),
  echo('rollback', { confirm: async () => cardOf('Back to v1?') }),
  echo('predict', {
    options: [text('row', true), text('watch')],
    form: async () => ({
      title: 'Predict',
      fields: [{ name: 'row', label: 'Row', value: 'a=1,\nb="x"', long: true }],
    }),
  }),
];
const deps = { ...opsDouble(), commands, caller: ada, clock: still, log: quiet, words: wordsOf('en') };

describe('the actions of a card', () => {
  it('are numbered, menus with what can be chosen', () => {
    expect(numbered({ ...cardOf('x'), actions: [button, menu] })).toBe('[1] Ack  [2] Snooze (2 1h, 2 6h)');
    expect(numbered(cardOf('x'))).toBe('');
  });

  it.each(['3', '2', '1 6h', 'status', '0', ''])('are not pressed by %j', (line) => {
    expect(pressed(line, [button, menu])).toBeNull();
  });
});

describe('at the prompt', () => {
  let input: PassThrough;
  let shell: Shell;
  let until: (wanted: string) => Promise<void>;
  beforeEach(async () => {
    ran.length = 0;
    input = new PassThrough();
    const output = new PassThrough();
    let written = '';
    output.setEncoding('utf8').on('data', (chunk: string) => {
      written += chunk;
    });
    until = async (wanted) => {
      while (!written.includes(wanted)) await once(output, 'data');
      written = written.slice(written.indexOf(wanted) + wanted.length);
    };
    const screen = { output, terminal: true, colour: false, timezone: 'UTC' };
    shell = startShell({ ...deps, ...screen, input, onExit: () => {} });
    await until('vigie> ');
  });
  afterEach(() => shell.stop());
  const type = (line: string) => void input.write(`${line}\r`);

  it('a number presses what the last card offers', async () => {
    type('status');
    await until('[1] Ack  [2] Snooze (2 1h, 2 6h)');
    type('1');
    await until('alerts ack done');
    type('status');
    await until('[1] Ack');
    type('2 6h');
    await until('snooze done');
    expect(ran).toEqual([
      'alerts ack {"incident":"a \\"4\\""} as operator',
      'snooze {"for":"6h"} as operator',
    ]);
  });

  it.each([
    ['y', ['rollback {} as operator'], 'rollback done'],
    ['', [], 'Cancelled'],
    ['status', [], 'Cancelled'],
  ])('a change is asked about: %j', async (answer, made, shown) => {
    type('rollback');
    await until('Go on? [y/N] ');
    type(answer);
    await until(shown);
    expect(ran).toEqual(made);
  });

  it('leaving without an answer changes nothing', async () => {
    type('rollback');
    await until('Go on? [y/N] ');
    input.write('\u0004');
    await shell.stop();
    expect(ran).toEqual([]);
  });

  it('one can be somebody else, and read another language', async () => {
    type(':as viewer');
    await until('You are a viewer now.');
    type(':lang fr');
    await until('en français');
    type('snooze 1h');
    await until('snooze done, fr');
    expect(ran).toEqual(['snooze {"for":"1h"} as viewer']);
    type(':as emperor');
    await until('Rien n’a été fait');
  });
});

describe('where nobody can be asked', () => {
  it('what was written is meant', async () => {
    ran.length = 0;
    expect((await runLine('rollback', deps)).ok).toBe(true);
    expect(ran).toEqual(['rollback {} as operator']);
  });

  it('a form says how the command is written, ready to be changed', async () => {
    const { card, ok } = await runLine('predict watch:demo', deps);
    expect(ok).toBe(false);
    expect(fieldOf(card, 'Written')).toBe('/predict watch:"demo" row:"a=1, b=\\"x\\""');
    ran.length = 0;
    await runLine('/predict watch:"demo" row:"a=1, b=\\"x\\""', deps);
    expect(ran).toEqual(['predict {"row":"a=1, b=\\"x\\"","watch":"demo"} as operator']);
  });
});
