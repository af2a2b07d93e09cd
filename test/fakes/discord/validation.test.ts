import { describe, expect, it } from 'vitest';
import { commandTable } from './command-rules.ts';
import { callback, messageEdit, newMessage, newThread, webhookMessage } from './validation.ts';

const snowflake = '1300000000000000001';
const row = (...components: object[]) => ({ type: 1, components });
const button = (change: object = {}) => ({
  type: 2,
  style: 1,
  label: 'Press',
  custom_id: 'press',
  ...change,
});
const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => button({ custom_id: `press-${from + at}` }));
const choice = (at: number) => ({ label: `Choice ${at}`, value: `${at}` });
const menu = (count: number, change: object = {}) => ({
  type: 3,
  custom_id: 'menu',
  options: Array.from({ length: count }, (_, at) => choice(at)),
  ...change,
});
const labelled = (at: number, change: object = {}, input: object = {}) => ({
  type: 18,
  label: 'Features',
  component: { type: 4, custom_id: `input-${at}`, style: 2, ...input },
  ...change,
});
const modal = { custom_id: 'modal', title: 'Predict', components: [labelled(1)] };
const options = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: 3, name: `option-${at}`, description: 'Some' }));
const sub = (inner: object[]) => ({
  options: [{ type: 1, name: 'snooze', description: 'Snooze', options: inner }],
});

const field = (name: string, value: string) => ({ name, value, inline: true });

describe('the schemas and rules of the fake Discord', () => {
  it.each([
    ['an empty message', { content: '' }],
    ['content over 2000', { content: 'x'.repeat(2001) }],
    ['a title over 256', { embeds: [{ title: 'x'.repeat(257) }] }],
    ['a description over 4096', { embeds: [{ description: 'x'.repeat(4097) }] }],
    ['26 fields', { embeds: [{ fields: Array.from({ length: 26 }, () => field('a', 'b')) }] }],
    ['a field name over 256', { embeds: [{ fields: [field('x'.repeat(257), 'b')] }] }],
    ['a field value over 1024', { embeds: [{ fields: [field('a', 'x'.repeat(1025))] }] }],
    ['a blank field value', { embeds: [{ fields: [field('a', ' \n')] }] }],
    ['a footer over 2048', { embeds: [{ title: 'a', footer: { text: 'x'.repeat(2049) } }] }],
    ['an embed that says nothing', { embeds: [{ color: 1 }] }],
    ['a colour over 24 bits', { embeds: [{ title: 'a', color: 0x1000000 }] }],
    ['a nonce over 25', { content: 'a', nonce: 'x'.repeat(26) }],
    ['a misspelt key', { embeds: [{ titel: 'a', title: 'b' }] }],
    [
      '6001 characters in all',
      { embeds: [{ description: 'x'.repeat(4000), footer: { text: 'x'.repeat(2001) } }] },
    ],
  ])('refuse %s', (_, body) => {
    expect(newMessage(body)).not.toEqual([]);
  });

  it('take 6000 characters in all', () => {
    const body = { embeds: [{ description: 'x'.repeat(4000), footer: { text: 'x'.repeat(2000) } }] };
    expect([newMessage(body), messageEdit(body), webhookMessage(body)].flat()).toEqual([]);
  });

  it.each([
    ['a button without a custom_id', [row(button({ custom_id: undefined }))]],
    ['a button that says nothing', [row(button({ label: undefined }))]],
    ['a label over 80', [row(button({ label: 'x'.repeat(81) }))]],
    ['a custom_id over 100', [row(button({ custom_id: 'x'.repeat(101) }))]],
    ['a link with a custom_id', [row(button({ style: 5, url: 'https://a.example' }))]],
    ['a link to no address', [row(button({ style: 5, url: 'javascript:1', custom_id: undefined }))]],
    ['a link over 512', [row(button({ style: 5, url: `https://${'x'.repeat(505)}`, custom_id: undefined }))]],
    ['two buttons of one custom_id', [row(button(), button())]],
    ['a button and a menu of one custom_id', [row(button()), row(menu(1, { custom_id: 'press' }))]],
    ['6 buttons in a row', [row(...numbered(6))]],
    ['6 rows', numbered(6).map((one) => row(one))],
    ['an empty row', [row()]],
    ['a button outside of a row', [button()]],
    ['a menu beside a button', [row(menu(2), button())]],
    ['a menu without options', [row(menu(0))]],
    ['26 options', [row(menu(26))]],
    ['two options of one value', [row(menu(1, { options: [choice(1), choice(1)] }))]],
    ['more to choose than there is', [row(menu(2, { max_values: 3 }))]],
    ['a misspelt key of a button', [row(button({ lable: 'a' }))]],
  ])('refuse %s', (_, components) => {
    const body = { content: 'a', components };
    expect(newMessage(body)).not.toEqual([]);
    expect(messageEdit(body)).not.toEqual([]);
    expect(callback({ type: 4, data: body })).not.toEqual([]);
    expect(callback({ type: 7, data: body })).not.toEqual([]);
  });

  it('take 5 rows with 5 buttons, a link, and a menu of 25', () => {
    const link = { type: 2, style: 5, label: 'MLflow', url: 'https://mlflow.example' };
    expect(newMessage({ components: [row(...numbered(4), link), row(menu(25))] })).toEqual([]);
    const rows = [0, 1, 2, 3, 4].map((at) => row(...numbered(5, at * 5)));
    expect(newMessage({ components: rows })).toEqual([]);
  });

  it.each([
    ['an image that is not attached', { embeds: [{ title: 'a', image: { url: 'attachment://a.png' } }] }],
    ['an ephemeral post', { content: 'a', flags: 64 }],
    ['content beside components of the second kind', { content: 'a', flags: 1 << 15 }],
    ['all mentions and some', { content: 'a', allowed_mentions: { parse: ['users'], users: [snowflake] } }],
  ])('refuse %s', (_, body) => {
    expect(newMessage(body)).not.toEqual([]);
  });

  it('refuse a file that Discord would rename', () => {
    expect(newMessage({ content: 'a' }, [{ name: 'drift chart.png' }])).not.toEqual([]);
    expect(newMessage({ content: 'a' }, [{ name: 'drift-chart.png' }])).toEqual([]);
  });

  it('let discord.js add what it always adds', () => {
    const extras = { tts: false, enforce_nonce: false };
    expect(messageEdit({ content: 'a', ...extras })).toEqual([]);
    expect(webhookMessage({ content: 'a', ...extras })).toEqual([]);
    expect(callback({ type: 4, data: { content: 'a', ...extras } })).toEqual([]);
    expect(newThread({ name: 'a', auto_archive_duration: 1440, type: 11 })).toEqual([]);
  });

  it.each([
    ['a title over 45', { title: 'x'.repeat(46) }],
    ['no title', { title: '' }],
    ['no inputs', { components: [] }],
    ['6 inputs', { components: [1, 2, 3, 4, 5, 6].map((at) => labelled(at)) }],
    ['two inputs of one custom_id', { components: [labelled(1), labelled(1)] }],
    ['a label over 45', { components: [labelled(1, { label: 'x'.repeat(46) })] }],
    ['a row with nothing in it', { components: [row()] }],
    ['a value over its own limit', { components: [labelled(1, {}, { value: 'abc', max_length: 2 })] }],
    ['a button', { components: [row(button())] }],
  ])('refuse a modal with %s', (_, change) => {
    expect(callback({ type: 9, data: { ...modal, ...change } })).not.toEqual([]);
  });

  it('take a modal of labels, or of rows as they were before', () => {
    expect(callback({ type: 9, data: modal })).toEqual([]);
    const old = row({ type: 4, custom_id: 'a', label: 'Features', style: 2 });
    expect(callback({ type: 9, data: { ...modal, components: [old] } })).toEqual([]);
  });

  it.each([
    ['a name over 100', { name: 'x'.repeat(101) }],
    ['an unknown duration', { name: 'a', auto_archive_duration: 5 }],
  ])('refuse a thread with %s', (_, body) => {
    expect(newThread(body)).not.toEqual([]);
  });

  it('refuse a webhook that calls itself Discord', () => {
    expect(webhookMessage({ content: 'a', username: 'Discord Ops' })).not.toEqual([]);
    expect(webhookMessage({ content: 'a', username: 'Vigie' })).toEqual([]);
  });

  it('refuse a nonce on a webhook, which knows none', () => {
    expect(webhookMessage({ content: 'a', nonce: '1' })).not.toEqual([]);
  });

  it('refuse 26 choices', () => {
    const choices = Array.from({ length: 26 }, (_, at) => ({ name: `${at}`, value: `${at}` }));
    expect(callback({ type: 8, data: { choices } })).not.toEqual([]);
    expect(callback({ type: 8, data: { choices: choices.slice(1) } })).toEqual([]);
  });

  it.each([
    ['an upper-case name', { name: 'Drift' }],
    ['a name with a space', { name: 'drift now' }],
    ['no description', { description: '' }],
    ['a description over 100', { description: 'x'.repeat(101) }],
    [
      'an optional option before a required one',
      {
        options: [
          { type: 3, name: 'a', description: 'a' },
          { type: 3, name: 'b', description: 'b', required: true },
        ],
      },
    ],
    ['a capital in a localised name', { name_localizations: { fr: 'Derive' } }],
    ['an option with a space in its name', { options: [{ type: 3, name: 'a b', description: 'a' }] }],
    ['an upper-case option of a subcommand', sub([{ type: 3, name: 'For', description: 'a' }])],
    [
      'an option beside a subcommand',
      { options: [...sub([]).options, { type: 3, name: 'a', description: 'a' }] },
    ],
    ['26 options', { options: options(26) }],
    [
      'choices and autocomplete',
      {
        options: [
          { type: 3, name: 'a', description: 'a', autocomplete: true, choices: [{ name: 'a', value: 'a' }] },
        ],
      },
    ],
    [
      'more than 8000 characters',
      {
        options: options(25).map((option) => ({
          ...option,
          description_localizations: { fr: 'x'.repeat(100) },
          choices: Array.from({ length: 25 }, (_, at) => ({ name: `${at}`.padEnd(20), value: `${at}` })),
        })),
      },
    ],
    ['a misspelt key', { descripton: 'a' }],
    ['an option without a description', { options: [{ type: 3, name: 'a' }] }],
  ])('refuse a command with %s', (_, change) => {
    expect(commandTable([{ name: 'drift', description: 'Drift', ...change }])).not.toEqual([]);
  });

  it('refuse two commands of one name', () => {
    const command = { name: 'drift', description: 'Drift', default_member_permissions: '32' };
    expect(commandTable([command])).toEqual([]);
    expect(commandTable([command, command])).not.toEqual([]);
  });
});
